import type { RolloutAction, RolloutCommand } from '../../observation/rollout-command.js';
import type { Decision } from '../decision.js';
import type { Effect } from '../effect.js';
import type { Reason } from '../reason.js';
import type { Turn } from '../turn.js';
import { amend } from './amend.js';
import { approve } from './approve.js';
import type { CommandStep } from './command-step.js';
import { pause } from './pause.js';
import { promoteCommand } from './promote-command.js';
import { resume } from './resume.js';
import { retry } from './retry.js';
import { withDone } from './with-done.js';

const steps = {
  approve,
  promote: promoteCommand,
  // Where something can be aborted, `aborted` has done it before.
  abort: () => 'there is nothing to abort: it is over',
  pause,
  resume,
  retry,
  amend,
} satisfies Record<RolloutAction, CommandStep>;

/** Carries out what people asked for, in the order of asking; undefined: nobody asked for anything new. What cannot be done is answered. */
export function takeCommands(turn: Turn): Decision | undefined {
  const { commands } = turn.observation;
  let { state } = turn;
  let reason: Reason | undefined;
  const effects: Effect[] = [];
  let isNew = false;
  for (const command of commands) {
    // Told by the state as it is now: the same may have been asked for twice at once.
    if (state.doneCommands.includes(command.id)) continue;
    isNew = true;
    const decision = carryOut({ ...turn, state }, command);
    state = withDone(decision.state, command);
    effects.push(...decision.effects);
    reason = decision.reason ?? reason;
  }
  return isNew ? { state, effects, ...(reason === undefined ? {} : { reason }) } : undefined;
}

function carryOut(turn: Turn, command: RolloutCommand): Decision {
  const done = steps[command.action](turn, command);
  if (typeof done !== 'string') return done;
  const sentence = `${command.by} asked to ${command.action}, which cannot be done: ${done}`;
  const reason = { code: 'command-refused', sentence };
  return { state: turn.state, effects: [{ kind: 'notify', severity: 'warning', ...reason }], reason };
}
