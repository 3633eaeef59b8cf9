import { onTestFinished } from 'vitest';
import { startRolloutApi, type RolloutApi } from '../../../lib/controller/api/start-rollout-api.js';
import type { RolloutApiOptions } from '../../../lib/controller/api/rollout-api-options.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { fakeController, type FakeController, statusOfPlan } from './fake-controller.js';
import { makePlan } from './make-plan.js';

/** Starts the API of a made-up controller on a free port of loopback, for as long as the running test. */
export async function rolloutApi(
  controller: FakeController = fakeController(statusOfPlan(makePlan())),
  options: Partial<RolloutApiOptions> = {},
): Promise<RolloutApi & { readonly controller: FakeController }> {
  let ids = 0;
  const newId = (): string => `id-${String((ids += 1))}`;
  const address = { host: '127.0.0.1', port: 0 };
  const api = await startRolloutApi({ controller, clock: systemClock, newId, address, ...options });
  onTestFinished(() => api.close());
  return { ...api, controller };
}
