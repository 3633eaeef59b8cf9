import type { Gate } from '../gate.js';
import type { Turn } from '../turn.js';
import { currentStep } from './current-step.js';
import { isBaked } from './is-baked.js';
import { isProvable } from './is-provable.js';
import { isProvenEnough } from './is-proven-enough.js';

/**
 * The gate at which a rollout stands now; undefined: at none. A gate that somebody has opened is still told, `state.openGates` has it then.
 *
 * - after a step that asks for it
 * - before promotion where the plan asks for it, the last step does, or nothing can prove that all is well
 * - for `blue-green`, whose first weight is everybody: before that
 */
export function openGate(turn: Pick<Turn, 'state' | 'reading'>): Gate | undefined {
  const { state } = turn;
  const { gates, strategy } = state.plan;
  const step = currentStep(state);
  if (step?.isReached === true && !step.isLast && step.step.needsApproval && state.heldMs >= step.step.holdMs) {
    return `step-${step.index}`;
  }
  if (!isProvable(state.plan)) return isBaked(turn) ? 'promotion' : cutOver(turn);
  if (strategy.kind === 'blue-green') return cutOver(turn);
  const isAsked = gates.beforePromotion || step?.step.needsApproval === true;
  return isAsked && isProvenEnough(turn) ? 'promotion' : undefined;
}

function cutOver({ state }: Pick<Turn, 'state'>): Gate | undefined {
  const { gates, strategy } = state.plan;
  return strategy.kind === 'blue-green' && gates.beforePromotion && state.weight === 0 ? 'promotion' : undefined;
}
