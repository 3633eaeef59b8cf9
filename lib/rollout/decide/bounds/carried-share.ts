import type { WorkloadObserved } from '../../observation/observation.js';
import type { RolloutState } from '../rollout-state.js';

/**
 * The share of all traffic that the instances of a side can answer, 0 to 1; undefined: not known. Where both sides are the same
 * endpoints (a policy, a configuration), there is room for all.
 */
export function carriedShare(
  { plan, capacity }: RolloutState,
  side: 'canary' | 'stable',
  workload: WorkloadObserved,
): number | undefined {
  if (plan.subject.kind !== 'versions') return 1;
  if (workload.kind === 'unknown') return undefined;
  if (workload.desired <= 0 || workload.ready <= 0) return 0;
  return capacity[side] * Math.min(1, workload.ready / workload.desired);
}
