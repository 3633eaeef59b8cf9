import type { Phase } from '../../rollout/decide/phase.js';
import type { RolloutState } from '../../rollout/decide/rollout-state.js';
import { camelCase } from './camel-case.js';
import { wholeSecond } from './whole-second.js';

/** A condition as objects of Kubernetes have them. */
export interface RolloutCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** In CamelCase. */
  readonly reason: string;
  readonly message: string;
  /** When the status became what it is. */
  readonly lastTransitionTime: string;
  readonly observedGeneration?: number;
}

const standing: readonly Phase[] = ['paused', 'held', 'approving', 'waiting'];

/**
 * What a state means to those who wait for conditions: `Progressing` while it goes on by itself, `Paused` while it waits for somebody or
 * for its hours, and `Promoted` as its end (unknown before it). A time changes only with the status; `before`: as they were.
 */
export function rolloutConditions(
  { phase, reason, at }: RolloutState,
  before: readonly RolloutCondition[],
): readonly RolloutCondition[] {
  const isEnded = phase === 'promoted' || phase === 'rolled-back';
  const statuses = {
    Progressing: isEnded || standing.includes(phase) ? 'False' : 'True',
    Promoted: phase === 'promoted' ? 'True' : phase === 'rolled-back' ? 'False' : 'Unknown',
    Paused: standing.includes(phase) ? 'True' : 'False',
  } as const;
  return Object.entries(statuses).map(([type, status]) => {
    const known = before.find((each) => each.type === type);
    const isSame = known?.status === status;
    return {
      type,
      status,
      reason: camelCase(reason.code),
      message: reason.sentence,
      lastTransitionTime: isSame ? known.lastTransitionTime : wholeSecond(at),
    };
  });
}
