import type { DecisionEntry } from '../../../lib/controller/record/decision-entry.js';
import type { Asked, RolloutController } from '../../../lib/controller/rollout-controller.js';
import type { RolloutStatus } from '../../../lib/controller/rollout-status.js';
import { begin } from '../../../lib/rollout/decide/begin.js';
import type { Phase } from '../../../lib/rollout/decide/phase.js';
import type { RolloutState } from '../../../lib/rollout/decide/rollout-state.js';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import type { RolloutCommand } from '../../../lib/rollout/observation/rollout-command.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';

/** A controller that does what a test says. */
export interface FakeController extends RolloutController {
  /** Says how a rollout stands from now on. */
  readonly set: (status: RolloutStatus) => void;
  /** What was asked, in order; by one id once. */
  readonly asked: readonly (RolloutCommand & { readonly rollout: string })[];
  /** What comes of commands from now on. */
  readonly answerWith: (asked: Asked) => void;
}

/** How a rollout stands that has just begun, with what a test changes of its state. */
export function statusOfPlan(
  plan: RolloutPlan,
  changes: Partial<RolloutState> = {},
  log: readonly DecisionEntry[] = [],
): RolloutStatus {
  const { state } = begin({ plan, epoch: 0, now: 0, attempt: 1, doneCommands: [] });
  const now = { ...state, ...changes };
  const ready = { kind: 'known', ready: 2, desired: 2 } as const;
  return {
    name: plan.name,
    plan,
    state: now,
    reading: readEvidence(plan, now.evidence),
    proxies: { kind: 'accepted', epoch: now.epoch, carrying: 3 },
    workloads: { canary: ready, stable: ready },
    telemetry: { kind: 'fresh' },
    log,
  };
}

/** A decision with a number, for people. */
export function decisionEntry(
  number: number,
  phase: Phase,
  code: string,
  sentence = `because of ${code}`,
): DecisionEntry {
  return {
    number,
    atMs: Date.UTC(2026, 0, 1) + 1000 * number,
    revision: 'canary',
    attempt: 1,
    phase,
    epoch: number,
    weight: phase === 'rolled-back' || phase === 'returning' ? 0 : 0.1,
    code,
    sentence,
  };
}

/** Makes a controller that does nothing by itself. */
export function fakeController(...statuses: readonly RolloutStatus[]): FakeController {
  const byName = new Map(statuses.map((status) => [status.name, status]));
  const listeners = new Set<(name: string) => void>();
  const asked = new Map<string, RolloutCommand & { readonly rollout: string }>();
  let answer: Asked = { kind: 'asked' };
  return {
    setPlans: () => undefined,
    statuses: () => [...byName.values()],
    statusOf: (name) => byName.get(name),
    ask: (rollout, command) => {
      if (!byName.has(rollout)) return Promise.resolve({ kind: 'unknown-rollout' });
      if (answer.kind === 'asked' && !asked.has(command.id)) asked.set(command.id, { rollout, ...command });
      return Promise.resolve(answer);
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    stop: () => Promise.resolve(),
    set: (status) => {
      byName.set(status.name, status);
      for (const listener of listeners) listener(status.name);
    },
    get asked() {
      return [...asked.values()];
    },
    answerWith: (next) => {
      answer = next;
    },
  };
}
