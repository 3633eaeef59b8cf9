import { statsFlushMs } from '../../envoy-resources/stats-flush-ms.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';

/**
 * How much older than a reading what it has of response times can be, ms: Envoy adds to its histograms from time to time only. A snapshot
 * is dated back by that, so that no answer of before its time is in what it is compared with.
 */
export function histogramLagMs({ criteria }: Pick<RolloutPlan, 'criteria'>): number {
  return criteria.some(({ measure }) => measure.kind === 'latency-over') ? statsFlushMs : 0;
}
