import type { RolloutPlan } from '../plan/rollout-plan.js';
import { emptyCriterionEvidence } from './empty-criterion-evidence.js';
import { emptyMixture } from './empty-mixture.js';
import type { Evidence } from './evidence.js';
import { starvedParts } from './starved-parts.js';

/** What is known before the first window: nothing. */
export function emptyEvidence(plan: RolloutPlan): Evidence {
  return {
    evidenceVersion: 1,
    criteria: Object.fromEntries(
      plan.criteria.map((criterion) => [criterion.name, emptyCriterionEvidence(plan, criterion)]),
    ),
    canaryRequests: 0,
    routing: { epochs: 0, starved: emptyMixture(starvedParts.length) },
  };
}
