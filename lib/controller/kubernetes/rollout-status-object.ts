import type { RolloutRecord } from '../record/rollout-record.js';
import type { KubeRollout } from './kube-rollout.js';
import { packRecord } from './pack-record.js';
import { rolloutConditions } from './rollout-conditions.js';
import { wholeSecond } from './whole-second.js';

/** How many decisions people see; the record has more. */
const shownDecisions = 10;

/** The status of a Rollout object: the record for the controller, and what of it people ask for in words. */
export function rolloutStatusObject(record: RolloutRecord, { metadata, status = {} }: KubeRollout): object {
  const { state, log } = record;
  return {
    writing: (status.writing ?? 0) + 1,
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
    phase: state.phase,
    weight: `${String(Math.round(state.weight * 10_000) / 100)}%`,
    reason: state.reason.code,
    message: state.reason.sentence,
    revision: state.plan.revision,
    attempt: state.attempt,
    epoch: state.epoch,
    conditions: rolloutConditions(state, status.conditions ?? []),
    decisions: log.slice(-shownDecisions).map(({ number, atMs, phase, weight, code, sentence }) => ({
      ...{ number, time: wholeSecond(atMs), phase, weight: `${String(Math.round(weight * 10_000) / 100)}%` },
      ...{ reason: code, message: sentence },
    })),
    record: packRecord(record),
  };
}
