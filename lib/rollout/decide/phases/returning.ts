import { crossings } from '../bounds/crossings.js';
import { isAccepted } from '../bounds/is-accepted.js';
import { isExposed } from '../bounds/is-exposed.js';
import { wayBackWeight } from '../bounds/way-back-weight.js';
import type { Decision } from '../decision.js';
import { noExposure } from '../exposure.js';
import { firstOf } from '../first-of.js';
import { move } from '../moves/move.js';
import { pushEffect } from '../moves/push-effect.js';
import { scale } from '../moves/scale.js';
import { withExposure } from '../moves/with-exposure.js';
import { acceptanceText } from '../sentences/acceptance-text.js';
import { durationText } from '../sentences/duration-text.js';
import type { Turn } from '../turn.js';

/** Back to the stable side as fast as it has room, and after `wayBackMs` anyway; over when every proxy has accepted that nothing comes. */
export function returning(turn: Turn): Decision | undefined {
  return firstOf(turn, [lowered, over, refusedAgain, givenUp, late]);
}

function lowered(turn: Turn): Decision | undefined {
  const { state } = turn;
  const weight = state.phaseMs >= state.plan.timing.wayBackMs ? 0 : wayBackWeight(turn);
  if (weight >= state.weight) return undefined;
  const exposure = { ...noExposure, weight, audience: state.audience };
  return move(state, { phase: 'returning', reason: state.reason, exposure });
}

function over(turn: Turn): Decision | undefined {
  const { state, observation } = turn;
  if (isExposed(state) || !isAccepted(turn)) return undefined;
  // The next one needs it at once.
  const isKept = state.reason.code === 'superseded' && observation.wanted.kind === 'canary';
  return ended(turn, { isKept, rest: '' });
}

/** The way back itself was refused: asked for again under another number, for a proxy may have been told something else since. */
function refusedAgain({ state, observation, elapsedMs }: Turn): Decision | undefined {
  const { proxies } = observation;
  if (proxies.kind !== 'refused' || proxies.epoch !== state.epoch) return undefined;
  if (crossings(state.pushMs, elapsedMs, state.plan.timing.acceptMs) === 0) return undefined;
  const again = withExposure(state, state);
  return { state: again, effects: [pushEffect(again)] };
}

/** What does not answer cannot be waited for, and the canary is kept running for it. */
function givenUp(turn: Turn): Decision | undefined {
  const { state } = turn;
  const { wayBackMs, acceptMs } = state.plan.timing;
  if (isExposed(state) || state.phaseMs < wayBackMs + acceptMs) return undefined;
  return ended(turn, { isKept: true, rest: `; ${acceptanceText(turn)}, so the canary is kept running` });
}

function late(turn: Turn): Decision | undefined {
  const { state, elapsedMs } = turn;
  if (crossings(state.phaseMs, elapsedMs, state.plan.timing.acceptMs) === 0) return undefined;
  const sentence = `on the way back for ${durationText(state.phaseMs)}: ${acceptanceText(turn)}`;
  return { state, effects: [{ kind: 'notify', severity: 'error', code: 'way-back-late', sentence }] };
}

function ended(
  { state, observation }: Turn,
  { isKept, rest }: { readonly isKept: boolean; readonly rest: string },
): Decision {
  const sentence = `rolled back: ${state.reason.sentence}${rest}`;
  const isWanted = state.reason.code === 'withdrawn' || state.reason.code === 'superseded';
  const decision = move(state, {
    phase: 'rolled-back',
    reason: state.reason,
    change: {
      isWithdrawn: observation.wanted.kind === 'stable',
      ...(isKept ? {} : { capacity: { canary: 0, stable: 1 } }),
    },
    before: isKept ? [] : scale(state, 'canary', 0),
  });
  const notice = {
    kind: 'notify',
    severity: isWanted && rest === '' ? 'info' : 'error',
    code: 'rolled-back',
    sentence,
  } as const;
  return { ...decision, effects: [...decision.effects, notice], reason: { code: 'rolled-back', sentence } };
}
