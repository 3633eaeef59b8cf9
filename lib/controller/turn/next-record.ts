import type { Decision } from '../../rollout/decide/decision.js';
import type { DecisionEntry } from '../record/decision-entry.js';
import { recordVersion, type RolloutRecord } from '../record/rollout-record.js';
import type { Notice } from '../ports/notice-port.js';
import type { Observed } from './observe.js';

/** What a record keeps at most. */
const most = { notices: 100, log: 200 } as const;

/** The record that follows from a decision: what has to be told, and what was made the stable side, is part of it before it is done. */
export function nextRecord(
  before: RolloutRecord | undefined,
  { state, effects, reason }: Decision,
  { observation, baseline, held }: Observed,
): RolloutRecord {
  const { log = [], notices = [] } = before ?? {};
  const number = (log.at(-1)?.number ?? 0) + 1;
  const entry: DecisionEntry | undefined =
    reason === undefined
      ? undefined
      : {
          number,
          atMs: state.at,
          revision: state.plan.revision,
          ...{ attempt: state.attempt, phase: state.phase, epoch: state.epoch, weight: state.weight },
          ...{ code: reason.code, sentence: reason.sentence },
        };
  const fresh = effects.flatMap((effect, index): readonly Notice[] => {
    if (effect.kind !== 'notify') return [];
    const { severity, code, sentence } = effect;
    const id = `${state.plan.name}/${state.plan.revision}/${String(number)}/${String(index)}`;
    return [{ id, rollout: state.plan.name, atMs: state.at, severity, code, sentence }];
  });
  const adopted = effects.reduce<string | undefined>(
    (last, effect) => (effect.kind === 'adopt-canary' ? effect.revision : last),
    observation.adopted,
  );
  return {
    recordVersion,
    state,
    baseline,
    ...(held === undefined ? {} : { held }),
    ...(adopted === undefined ? {} : { adopted }),
    notices: [...notices, ...fresh].slice(-most.notices),
    log: entry === undefined ? log : [...log, entry].slice(-most.log),
  };
}
