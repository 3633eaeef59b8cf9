import type { Criterion } from '../../ir/rollout/criterion.js';
import { stableJson } from '../../util/stable-json.js';
import { emptyEvidence } from '../evidence/empty-evidence.js';
import type { Evidence } from '../evidence/evidence.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import type { RolloutState } from './rollout-state.js';

/** What was found of a revision, for another procedure of it: all of it where the same is asked of it, else nothing. */
export function evidenceFor(plan: RolloutPlan, { plan: former, evidence }: RolloutState): Evidence {
  return asked(plan) === asked(former) ? evidence : emptyEvidence(plan);
}

function asked({ criteria, falseRollback, falsePromotion, strategy }: RolloutPlan): string {
  return stableJson({ criteria: criteria.map(withoutOrigin), falseRollback, falsePromotion, strategy }, 0);
}

/** Moving a line of the program changes nothing of what it says. */
function withoutOrigin({ origin: _origin, ...criterion }: Criterion): Omit<Criterion, 'origin'> {
  return criterion;
}
