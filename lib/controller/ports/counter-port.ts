import type { CounterSnapshot } from '../../rollout/counters/counter-snapshot.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';

/** What came of reading counters. */
export type CountersRead =
  | { readonly kind: 'read'; readonly snapshot: CounterSnapshot }
  /** At least a tenth of those who count could not be read, or the provider did not answer, or not with counters. */
  | { readonly kind: 'lost'; readonly reason: string };

/** Who tells what was counted: Prometheus, or the proxies themselves. */
export interface CounterPort {
  /** Reads all cumulative counters of both sides once. Ends within about the plan's `windowMs`, and never rejects. */
  readonly read: (plan: RolloutPlan) => Promise<CountersRead>;
}
