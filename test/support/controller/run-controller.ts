import { onTestFinished } from 'vitest';
import type { DecisionEntry } from '../../../lib/controller/record/decision-entry.js';
import type { RolloutController } from '../../../lib/controller/rollout-controller.js';
import type { RolloutPorts } from '../../../lib/controller/rollout-ports.js';
import { startRolloutController } from '../../../lib/controller/start-rollout-controller.js';
import type { RolloutPlan } from '../../../lib/rollout/plan/rollout-plan.js';
import type { FakeClock } from '../fake-clock.js';
import { makePlan } from '../rollout/make-plan.js';

/** A rollout of a few dozen windows: they are a second long, and nothing waits for long. */
export const quickPlan: RolloutPlan = makePlan({
  timing: { ...makePlan().timing, windowMs: 1000, settleMs: 1000, bakeMs: 5000, watchMs: 10_000 },
  leastRequests: 100,
});

/** A controller of a test. */
export interface RunningController {
  readonly controller: RolloutController;
  /** All that were told, the oldest first. */
  readonly decisions: readonly DecisionEntry[];
  readonly phase: () => string | undefined;
}

/** Starts a controller that ends with the test. */
export function runController(ports: RolloutPorts, plans: readonly RolloutPlan[] = [quickPlan]): RunningController {
  const decisions: DecisionEntry[] = [];
  const controller = startRolloutController({
    ...ports,
    plans,
    onDecision: (_name, entry) => decisions.push(entry),
  });
  onTestFinished(() => void controller.stop());
  return { controller, decisions, phase: () => controller.statusOf('release')?.state?.phase };
}

/** Lets time go on until it is so; gives up after a thousand seconds of it. */
export async function until(clock: FakeClock, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let steps = 0; steps < 4000; steps += 1) {
    if (await isSo()) return;
    await clock.advance(250);
  }
  throw new Error('a thousand seconds were not enough');
}
