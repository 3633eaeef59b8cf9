import type { Turn } from '../turn.js';
import { currentStep } from './current-step.js';
import { finalExposure } from './final-exposure.js';
import { sameExposure } from '../moves/same-exposure.js';

/** Whether the canary has been at its last weight for long enough, and has answered enough requests. */
export function isBaked({ state, reading }: Pick<Turn, 'state' | 'reading'>): boolean {
  const { plan } = state;
  const step = currentStep(state)?.step;
  const needed = Math.max(plan.timing.bakeMs, step?.holdMs ?? 0);
  const isThere = sameExposure(state, finalExposure(plan)) && state.windows.atWeight > 0;
  return isThere && state.heldMs >= needed && reading.canaryRequests >= plan.leastRequests;
}
