import type { Origin } from './origin.js';

/** A decision of the user's program that one diagnostic is known and fine at one construct and below. */
export interface Suppression {
  /** What is suppressed, for example `MW2211`. As the program gives it: it may be no code at all. */
  readonly code: string;
  /** Why it is fine; for those who read the program and the reports. */
  readonly reason: string;
  /** Where it was declared; its construct path is the construct that it stands on. */
  readonly origin: Origin;
}
