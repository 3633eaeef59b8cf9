import type { RolloutPlan } from '../../plan/rollout-plan.js';

/** Whether there is a criterion that promotion can be proven by; without one only somebody's word promotes. */
export function isProvable({ criteria }: RolloutPlan): boolean {
  return criteria.some(({ role }) => role === 'gate');
}
