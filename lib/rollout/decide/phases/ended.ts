import { begin } from '../begin.js';
import { isAccepted } from '../bounds/is-accepted.js';
import { observedEpoch } from '../bounds/observed-epoch.js';
import type { Decision } from '../decision.js';
import type { Effect } from '../effect.js';
import { evidenceFor } from '../evidence-for.js';
import { firstOf } from '../first-of.js';
import { scale } from '../moves/scale.js';
import type { Turn } from '../turn.js';

/** The end: another rollout may begin, and what had to be kept running for slow proxies is stopped when they have come. */
export function ended(turn: Turn): Decision | undefined {
  return firstOf(turn, [unwanted, next, tidied, adoptedAgain]);
}

function unwanted({ state, observation }: Turn): Decision | undefined {
  if (observation.wanted.kind !== 'stable' || state.isWithdrawn) return undefined;
  return { state: { ...state, isWithdrawn: true }, effects: [] };
}

function next({ state, program, observation, now }: Turn): Decision | undefined {
  const { wanted } = observation;
  if (wanted.kind !== 'canary' || wanted.revision !== program.revision) return undefined;
  const isSame = wanted.revision === state.plan.revision;
  if (isSame && !state.isWithdrawn) return undefined;
  const epoch = Math.max(state.epoch, observedEpoch(observation));
  const { doneCommands } = state;
  if (!isSame) return begin({ plan: program, epoch, now, attempt: 1, doneCommands });
  // What was promoted once may do harm where it comes back to: nothing that was proven then counts now.
  const evidence = state.phase === 'rolled-back' ? { evidence: evidenceFor(program, state) } : {};
  return begin({ plan: program, epoch, now, attempt: state.attempt + 1, doneCommands, ...evidence });
}

function tidied(turn: Turn): Decision | undefined {
  const { state } = turn;
  const side = state.phase === 'promoted' ? 'stable' : 'canary';
  const isNeeded =
    state.phase === 'rolled-back' && turn.observation.wanted.kind === 'canary' && state.reason.code === 'superseded';
  if (state.capacity[side] === 0 || isNeeded || !isAccepted(turn)) return undefined;
  const capacity = { ...state.capacity, [side]: 0 };
  return { state: { ...state, capacity }, effects: scale(state, side, 0) };
}

/** Until it is seen to be done. */
function adoptedAgain({ state, observation }: Turn): Decision | undefined {
  if (state.phase !== 'promoted' || state.isWithdrawn || observation.adopted === state.plan.revision) return undefined;
  const effect: Effect = { kind: 'adopt-canary', revision: state.plan.revision };
  return { state, effects: [effect] };
}
