import type { PodCount } from '../observation/measured-window.js';

/** The traffic on which a plan is tried: as it is thought to be, or as it was. */
export type SimulatedTraffic = DeclaredTraffic | RecordedTraffic;

/** Traffic by its figures. Requests and bad events are drawn independently, but for clumps. */
export interface DeclaredTraffic {
  readonly kind: 'declared';
  /** Mean of the whole service, over 0. */
  readonly requestsPerSecond: number;
  /** Share of events that are bad when all is well, 0 to 1; for rates, events a second and pod. */
  readonly badShare: number;
  /** The same for single criteria, where it differs. */
  readonly badShares?: Readonly<Record<string, number>>;
  /** Mean number of bad events that come together at one pod in one window; 1 or more. @default 1 */
  readonly clump?: number;
  /** How much more comes at the day's peak than at its least; 1 or more. @default 1 */
  readonly peakOverLeast?: number;
  /** Instances of the stable side; 1 or more. @default 4 */
  readonly pods?: number;
}

/** What was counted of a service while nothing was rolled out. */
export interface RecordedTraffic {
  readonly kind: 'recorded';
  /** In order of time, all of one length. At least one. */
  readonly windows: readonly RecordedWindow[];
}

/** One recorded window. */
export interface RecordedWindow {
  readonly ms: number;
  /** By criterion. */
  readonly counts: Readonly<Record<string, readonly PodCount[]>>;
}
