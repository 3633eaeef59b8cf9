import type { Decision } from '../decision.js';
import type { Effect } from '../effect.js';
import type { Exposure } from '../exposure.js';
import type { Phase } from '../phase.js';
import type { Reason } from '../reason.js';
import type { RolloutState } from '../rollout-state.js';
import { pushEffect } from './push-effect.js';
import { sameExposure } from './same-exposure.js';
import { withExposure } from './with-exposure.js';

/** What changes. */
export interface Move {
  readonly phase: Phase;
  readonly reason: Reason;
  /** Pushed under the next number if it is another one than the present. */
  readonly exposure?: Exposure;
  readonly change?: Partial<RolloutState>;
  /** Carried out before the push, and after it. */
  readonly before?: readonly Effect[];
  readonly after?: readonly Effect[];
  /** Somebody is told, and how badly it stands; absent: it is only written down. */
  readonly notice?: 'info' | 'warning' | 'error';
}

/** The decision that makes a change. Time in a phase begins anew only with another phase. */
export function move(from: RolloutState, { phase, reason, exposure, change, before, after, notice }: Move): Decision {
  const isPush = exposure !== undefined && !sameExposure(from, exposure);
  const pushed = isPush ? withExposure(from, exposure) : from;
  const phaseMs = phase === from.phase ? from.phaseMs : 0;
  const state: RolloutState = { ...pushed, phase, phaseMs, reason, ...change };
  const effects = [
    ...(before ?? []),
    ...(isPush ? [pushEffect(state)] : []),
    ...(after ?? []),
    ...(notice === undefined ? [] : [noticeOf(notice, reason)]),
  ];
  return { state, effects, reason };
}

function noticeOf(severity: 'info' | 'warning' | 'error', { code, sentence }: Reason): Effect {
  return { kind: 'notify', severity, code, sentence };
}
