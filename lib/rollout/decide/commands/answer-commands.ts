import type { Decision } from '../decision.js';
import type { Effect } from '../effect.js';
import type { Turn } from '../turn.js';
import { withDone } from './with-done.js';

/** Marks every command of an observation as done, and tells who asked for something that was overridden. */
export function answerCommands({ observation }: Turn, decision: Decision): Decision {
  const overridden = observation.commands.filter(({ id }) => !decision.state.doneCommands.includes(id));
  if (overridden.length === 0) return decision;
  const { reason } = decision.state;
  const answers = overridden
    .filter(({ action }) => action !== 'abort')
    .map(({ by, action }): Effect => {
      const sentence = `${by} asked to ${action}, which is overridden: ${reason.sentence}`;
      return { kind: 'notify', severity: 'warning', code: 'command-refused', sentence };
    });
  return {
    ...decision,
    state: overridden.reduce(withDone, decision.state),
    effects: [...decision.effects, ...answers],
  };
}
