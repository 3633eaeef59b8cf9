import type { Origin } from '../../diagnostics/origin.js';
import type { DestinationPolicies } from '../policies/policies.js';
import type { ConfigurationChange } from './configuration-change.js';
import type { Criterion } from './criterion.js';
import type { RolloutTiming } from './rollout-timing.js';
import type { RolloutTraffic } from './rollout-traffic.js';
import type { Strategy } from './strategy.js';

/** A change that comes to callers bit by bit, and goes back when it does harm. */
export interface Rollout {
  /** A DNS label, unique in the mesh. */
  readonly name: string;
  readonly origin: Origin;
  readonly subject: RolloutSubject;
  readonly strategy: Strategy;
  /** Who once had the canary keeps it, by a cookie. Absent: each request is drawn anew. */
  readonly affinity?: { readonly cookie: string; readonly ttlMs: number };
  /** Sorted by name; empty only where every promotion is somebody's word. */
  readonly criteria: readonly Criterion[];
  /** Chance of rolling back what does no harm beyond the tolerances, over all criteria and however often one looks; over 0 to 0.5. */
  readonly falseRollback: number;
  /** Chance of promoting what is worse than the tolerance of a gate; over 0 to 0.5. */
  readonly falsePromotion: number;
  /** Most excess of bad events that the canary may cause, as a share of all traffic of the service; bounds the weight. */
  readonly harmBudget: number;
  /** Least requests that the canary must have answered before promotion. */
  readonly leastRequests: number;
  /** What happens when the budget of time ends without proof of either. */
  readonly whenUndecided: 'hold' | 'promote' | 'roll-back';
  readonly timing: RolloutTiming;
  readonly gates: RolloutGates;
  /** When a rollout may start and weights may rise. Empty: always. Rolling back is always allowed. */
  readonly windows: readonly MaintenanceWindow[];
  /** Absent: what the criteria can find is not judged when the mesh is compiled. */
  readonly traffic?: RolloutTraffic;
}

/** What is rolled out. */
export type RolloutSubject =
  /** Versions of one service, or of several that move together; sorted by service. */
  | { readonly kind: 'versions'; readonly services: readonly ServiceArms[] }
  /** Other policies of a service, for the same endpoints; they add to those that it has, field by field. */
  | { readonly kind: 'policy'; readonly service: string; readonly policies: DestinationPolicies }
  | ConfigurationChange;

/** The two versions of a service that are compared. */
export interface ServiceArms {
  readonly service: string;
  readonly stable: string;
  readonly canary: string;
}

/** When somebody has to say yes. */
export interface RolloutGates {
  readonly beforeStart: boolean;
  readonly beforePromotion: boolean;
}

/** A weekly span of time. */
export interface MaintenanceWindow {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight, UTC; `toMinute` may be less than `fromMinute`: it ends on the next day. */
  readonly fromMinute: number;
  readonly toMinute: number;
}
