import { addWindow } from '../evidence/add-window.js';
import type { MeasuredWindow } from '../observation/measured-window.js';
import type { Phase } from './phase.js';
import type { RolloutState } from './rollout-state.js';

const deaf: readonly Phase[] = ['waiting', 'returning', 'promoted', 'rolled-back'];

/**
 * Adds windows to the evidence. Those of an earlier attempt, or of another revision, count for nothing; those of an earlier weight count,
 * but do not allow the next one. The caller cuts windows, after the settling time; the evidence drops what it is handed twice.
 */
export function countWindows(state: RolloutState, windows: readonly MeasuredWindow[]): RolloutState {
  if (deaf.includes(state.phase)) return state;
  return windows.reduce(countWindow, state);
}

function countWindow(state: RolloutState, window: MeasuredWindow): RolloutState {
  if (window.epoch < state.sinceEpoch || window.epoch > state.epoch) return state;
  const evidence = addWindow(state.plan, state.evidence, window);
  // It was counted before, or is none.
  if (evidence === state.evidence) return state;
  // Nothing has begun: only the stable side gets known, how often it errs and in what clumps.
  if (state.phase === 'preparing') return window.canaryWeight === 0 ? { ...state, evidence } : state;
  const { canary, stable } = window.requests;
  const isPresent = window.epoch === state.epoch;
  const isIdle = canary + stable === 0;
  return {
    ...state,
    evidence,
    isIdle,
    windows: {
      atWeight: state.windows.atWeight + (canary > 0 && isPresent ? 1 : 0),
      inAttempt: state.windows.inAttempt + (isIdle || window.canaryWeight === 0 ? 0 : 1),
    },
  };
}
