import type { Decision } from '../../rollout/decide/decision.js';
import type { PushOutcome } from '../ports/traffic-port.js';
import type { RolloutPorts } from '../rollout-ports.js';

/**
 * Carries out what was decided, in its order; the next decision asks again for what has failed. Notices, and what was adopted, are kept in the
 * record and not done here.
 */
export async function carryOut(
  { traffic, workloads }: RolloutPorts,
  { state, effects }: Decision,
): Promise<PushOutcome> {
  for (const effect of effects) {
    if (effect.kind === 'scale') await workloads.scale(state.plan, effect);
    if (effect.kind !== 'push-weight') continue;
    const { epoch, weight, mirror, audience } = effect;
    const outcome = await traffic.push(state.plan, { epoch, weight, mirror, audience });
    if (outcome.kind !== 'done') return outcome;
  }
  return { kind: 'done' };
}
