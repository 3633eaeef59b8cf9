import type { Decision } from '../decision.js';
import { noExposure } from '../exposure.js';
import { move } from '../moves/move.js';
import { released } from '../moves/released.js';
import { pushEffect } from '../moves/push-effect.js';
import { sameExposure } from '../moves/same-exposure.js';
import { scale } from '../moves/scale.js';
import type { Reason } from '../reason.js';
import type { RolloutState } from '../rollout-state.js';
import { armNames } from '../sentences/arm-names.js';
import type { Turn } from '../turn.js';

/** Somebody aborts: nothing comes to the canary from now on, whatever else was asked, and whether or not the stable side has room. */
export function aborted({ state, observation }: Turn): Decision | undefined {
  const command = observation.commands.find(({ id, action }) => action === 'abort' && !state.doneCommands.includes(id));
  if (command === undefined) return undefined;
  const reason = { code: 'aborted', sentence: `${command.by} aborted ${armNames(state.plan).canary}` };
  const decision = move(released(state), {
    phase: 'returning',
    reason: state.phase === 'returning' ? hastened(state, command.by) : reason,
    exposure: noExposure,
    change: { capacity: { ...state.capacity, stable: 1 } },
    after: scale(state, 'stable', 1),
    notice: 'warning',
  });
  // The weight that is asked for already is asked for again.
  const repeated = sameExposure(state, noExposure) ? [pushEffect(state)] : [];
  return { ...decision, effects: [...repeated, ...decision.effects] };
}

function hastened({ reason }: RolloutState, by: string): Reason {
  return { code: reason.code, sentence: `${reason.sentence}; ${by} aborted the waiting for the stable side` };
}
