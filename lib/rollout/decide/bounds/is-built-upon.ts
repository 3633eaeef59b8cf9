import type { PlannedSubject } from '../../plan/rollout-plan.js';
import type { Phase } from '../phase.js';
import type { Turn } from '../turn.js';

const promotedPhases: readonly Phase[] = ['promoting', 'watching'];

/** Whether the program takes the canary for its stable side already, while it is being watched. */
export function isBuiltUpon({ state, program, observation }: Turn): boolean {
  if (observation.wanted.kind !== 'canary' || observation.wanted.revision !== program.revision) return false;
  if (program.revision === state.plan.revision || !promotedPhases.includes(state.phase)) return false;
  return isStableOf(state.plan.subject, program.subject);
}

function isStableOf(promoted: PlannedSubject, next: PlannedSubject): boolean {
  if (promoted.kind === 'configuration' && next.kind === 'configuration') return promoted.to === next.from;
  if (promoted.kind !== 'versions' || next.kind !== 'versions') return false;
  return promoted.services.every((arms) =>
    next.services.some(({ service, stable }) => service === arms.service && stable === arms.canary),
  );
}
