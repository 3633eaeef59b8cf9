import { expect, test } from 'vitest';
import { adminCounters } from '../../../lib/controller/counters/admin-counters.js';
import { planeTraffic } from '../../../lib/controller/plane/plane-traffic.js';
import { registryWorkloads } from '../../../lib/controller/registry-workloads/registry-workloads.js';
import { steadyClock } from '../../../lib/controller/steady-clock.js';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { memoryStore } from '../../support/controller/memory-store.js';
import { runController } from '../../support/controller/run-controller.js';
import { eventually } from '../../support/eventually.js';
import { meshIr } from '../../support/mesh-ir.js';
import { configurationRollout } from '../../support/rollout/configuration-rollout.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';
import { scriptedServer } from '../../support/rollout/scripted-server.js';
import { startServedRollout } from '../../support/rollout/served-rollout.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const origin = { kind: 'user', constructPath: 'shop/release' } as const;
const { timing } = makePlan();

const procedure = {
  name: 'release',
  strategy: { kind: 'paced', first: 0.5, most: 1 },
  criteria: [makeCriterion({ tolerance: { kind: 'against-stable', ratio: 1, margin: 0.05 } })],
  leastRequests: 50,
  timing: { ...timing, windowMs: 1000, settleMs: 1, bakeMs: 1000, watchMs: 1000, budgetMs: 170_000 },
} as const;

/** As a policy of the service. */
function byPolicy(requestMs: number): MeshIr {
  const subject = { kind: 'policy', service: 'reviews', policies: { timeout: { origin, requestMs } } } as const;
  return reviewsRollout({ rollout: { ...procedure, subject } });
}

/** By a rule of another configuration. */
function byRule(requestMs: number): MeshIr {
  const all = { kind: 'service', service: 'reviews' } as const;
  const routes = [meshIr.httpRoute('all', all, { policies: { timeout: { origin, requestMs } } })];
  const configuration = reviewsRollout({ reviews: { routes } });
  return configurationRollout({ ...reviewsRollout(), rollouts: [] }, configuration, procedure);
}

/** The service takes 50 ms; no answer comes in one, and each comes in a minute. */
test.skipIf(envoy.isMissing).each([
  ['a timeout that the service cannot keep is taken back', byPolicy(1), 'rolled-back'],
  ['a timeout that the service can keep is promoted', byPolicy(60_000), 'promoted'],
  ['a configuration with a rule that the service cannot keep is taken back', byRule(1), 'rolled-back'],
  ['a configuration with a rule that the service can keep is promoted', byRule(60_000), 'promoted'],
] as const)('on a real Envoy %s, and nothing else fails', { timeout: 180_000 }, async (_, declared, end) => {
  const { mesh } = compileMesh(declared);
  const [rollout] = mesh?.ir.rollouts ?? [];
  if (rollout === undefined) throw new Error('the mesh has a rollout');
  const {
    url,
    live,
    envoy: proxy,
    counterOf,
  } = await startServedRollout(declared, envoy.path, {
    v1: scriptedServer('v1'),
    v2: scriptedServer('v2'),
  });
  const load = startLoad(`${url}delay/50`, 16);
  const clock = steadyClock(systemClock);
  const { decisions, phase } = runController(
    {
      clock,
      traffic: planeTraffic(live),
      counters: adminCounters({
        clock,
        proxies: () => [{ proxy: 'client', url: `http://${proxy.adminAddress}` }],
      }),
      workloads: registryWorkloads({ servers: [], clock }),
      store: memoryStore(),
      notices: [],
    },
    [createRolloutPlan(declared, rollout)],
  );
  await eventually(() => phase() === end, 150_000).catch((error: unknown) => {
    throw new Error(decisions.map(({ sentence }) => sentence).join('\n'), { cause: error });
  });
  const { statuses } = await load.stop();
  const lost = await counterOf('reviews/http~release', 'upstream_rq_timeout');
  expect(Object.fromEntries(statuses)).toEqual({
    200: statuses.get(200),
    ...(end === 'rolled-back' ? { 504: lost } : {}),
  });
  expect(lost > 0).toBe(end === 'rolled-back');
  expect(await counterOf('reviews/http', 'upstream_rq_timeout')).toBe(0);
});
