import { emptyEvidence } from '../evidence/empty-evidence.js';
import type { Evidence } from '../evidence/evidence.js';
import type { RolloutPlan } from '../plan/rollout-plan.js';
import { isOpen } from './bounds/is-open.js';
import type { Decision } from './decision.js';
import { noExposure } from './exposure.js';
import { pushEffect } from './moves/push-effect.js';
import type { RolloutState } from './rollout-state.js';
import { armNames } from './sentences/arm-names.js';

/** What a rollout begins with. */
export interface Beginning {
  readonly plan: RolloutPlan;
  /** The highest number of a weight that is known. */
  readonly epoch: number;
  readonly now: number;
  readonly attempt: number;
  /** What earlier attempts of the same revision have found. Absent: none. */
  readonly evidence?: Evidence;
  readonly doneCommands: readonly string[];
}

/** Begins a rollout: nothing comes to the canary until every proxy has accepted that, and it is ready. */
export function begin({ plan, epoch, now, attempt, evidence, doneCommands }: Beginning): Decision {
  const phase = plan.gates.beforeStart || !isOpen(plan.windows, now) ? 'waiting' : 'preparing';
  const again = attempt > 1 ? ` again, for the ${ordinal(attempt)} time` : '';
  const reason = { code: 'began', sentence: `${armNames(plan).canary} begins${again}` };
  const state: RolloutState = {
    ...{ stateVersion: 1, plan, phase, reason },
    ...noExposure,
    ...{ epoch: epoch + 1, sinceEpoch: epoch + 1, allowedWeight: 0, capacity: { canary: 0, stable: 1 } },
    ...{ at: now, phaseMs: 0, pushMs: 0, heldMs: 0, budgetMs: 0, blindMs: 0, isIdle: true },
    ...{ windows: { atWeight: 0, inAttempt: 0 }, evidence: evidence ?? emptyEvidence(plan), attempt, doneCommands },
    ...(plan.gates.beforeStart ? { gate: 'start' as const } : {}),
    openGates: [],
    isWithdrawn: false,
  };
  return { state, effects: [pushEffect(state), { kind: 'notify', severity: 'info', ...reason }], reason };
}

function ordinal(count: number): string {
  const ends: Readonly<Record<number, string>> = { 2: 'nd', 3: 'rd' };
  return `${count}${ends[count] ?? 'th'}`;
}
