import type { Decision } from '../../rollout/decide/decision.js';
import type { RolloutPorts } from '../rollout-ports.js';

/** What came of carrying a decision out. */
export type CarriedOut =
  | { readonly kind: 'done' }
  /** Proxies know a higher number: somebody else decides, and the store says what. */
  | { readonly kind: 'stale'; readonly epoch: number }
  /** It is asked for again by the next decision. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Carries out what was decided, in its order. Notices, and what was adopted, are kept in the record and not done here. */
export async function carryOut(
  { traffic, workloads }: RolloutPorts,
  { state, effects }: Decision,
): Promise<CarriedOut> {
  for (const effect of effects) {
    if (effect.kind === 'scale') await workloads.scale(state.plan, effect);
    if (effect.kind !== 'push-weight') continue;
    const { epoch, weight, mirror, audience } = effect;
    const outcome = await traffic.push(state.plan, { epoch, weight, mirror, audience });
    if (outcome.kind !== 'done') return outcome;
  }
  return { kind: 'done' };
}
