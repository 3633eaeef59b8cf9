import type { Origin } from '../../diagnostics/origin.js';
import type { MeshRequest } from '../mesh-request.js';
import type { ChangeKind } from './change-kind.js';
import type { ChangeSeverity } from './change-severity.js';

/** What two revisions of a mesh do differently. */
export interface BehaviourDiff {
  /** The heaviest first, then by what they are about; empty where both do the same. */
  readonly changes: readonly BehaviourChange[];
  /** What could not be compared exactly, and why, in words; sorted. */
  readonly undecided: readonly string[];
}

/** One change, told once however many callers and classes of requests it is for. */
export interface BehaviourChange {
  readonly severity: ChangeSeverity;
  /** What it is about; sorted, without duplicates. */
  readonly kinds: readonly ChangeKind[];
  /** Whether every request still gets to the same place, and only timeouts, retries, faults, limits and the like differ. */
  readonly isPolicyOnly: boolean;
  /** At least one. */
  readonly aspects: readonly AspectChange[];
  /** At least one; sorted by callee, then condition. */
  readonly classes: readonly RequestClass[];
  /** Share of all weighed requests, 0 to 1; undefined without weights. */
  readonly trafficShare: number | undefined;
}

/** One thing that is done otherwise. */
export interface AspectChange {
  readonly kind: ChangeKind;
  /** In words, for example `request timeout`. */
  readonly name: string;
  /** In words; undefined where there was none. */
  readonly before: string | undefined;
  /** In words; undefined where there is none. */
  readonly after: string | undefined;
  /** Where the old value was said. */
  readonly beforeOrigin: Origin | undefined;
  /** Where the new value is said. */
  readonly afterOrigin: Origin | undefined;
}

/** Requests that a change is for. */
export interface RequestClass {
  /** Names of the services and gateways whose requests these are; sorted. Empty: whoever calls. */
  readonly from: readonly string[];
  /** Host and port, for example `reviews:9080`. */
  readonly to: string;
  /** Their condition in words, for example `header end-user is "jason"`. */
  readonly when: string;
  /** A small request of the class; undefined where the change is not in what a single request gets. */
  readonly witness: MeshRequest | undefined;
  /** What became of it, in words. */
  readonly before: string;
  /** What becomes of it, in words. */
  readonly after: string;
  /** Names of the routes that decided and decide, for weights; undefined where there is none. */
  readonly routes: { readonly before: string | undefined; readonly after: string | undefined };
}
