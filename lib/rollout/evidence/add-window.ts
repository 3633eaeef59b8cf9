import type { MeasuredWindow } from '../observation/measured-window.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { addCriterionWindow } from './add-criterion-window.js';
import { addRouting } from './add-routing.js';
import { emptyCriterionEvidence } from './empty-criterion-evidence.js';
import type { Evidence } from './evidence.js';

/**
 * Adds what was counted in a window. A window that was added before, that overlaps one, that comes late, of a weight before the
 * last one, or of another weight under the last one's number, changes nothing.
 *
 * @returns plain JSON: written, read again and continued it is the same bit by bit
 */
export function addWindow(plan: RolloutPlan, evidence: Evidence, window: MeasuredWindow): Evidence {
  if (!isNext(evidence, window) || !isPossible(window)) return evidence;
  const criteria = plan.criteria.map((criterion) => {
    const before = evidence.criteria[criterion.name] ?? emptyCriterionEvidence(plan, criterion);
    return [criterion.name, addCriterionWindow(plan, criterion, before, window)] as const;
  });
  return {
    evidenceVersion: 1,
    criteria: Object.fromEntries(criteria),
    canaryRequests: evidence.canaryRequests + window.requests.canary,
    routing: addRouting(plan, evidence, window),
    last: { epoch: window.epoch, canaryWeight: window.canaryWeight, toMs: window.toMs },
  };
}

/** Each moment counts once. Under a new number even a clock that went back does no harm: nothing of that number was counted. */
function isNext({ last }: Evidence, window: MeasuredWindow): boolean {
  if (last === undefined || window.epoch > last.epoch) return true;
  return window.epoch === last.epoch && window.canaryWeight === last.canaryWeight && window.fromMs >= last.toMs;
}

function isPossible({ fromMs, toMs, canaryWeight, requests }: MeasuredWindow): boolean {
  const counts = [requests.canary, requests.stable];
  return (
    toMs > fromMs &&
    canaryWeight >= 0 &&
    canaryWeight <= 1 &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 0)
  );
}
