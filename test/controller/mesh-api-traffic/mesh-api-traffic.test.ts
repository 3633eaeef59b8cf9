import { expect, test } from 'vitest';
import { meshApiTraffic } from '../../../lib/controller/mesh-api-traffic/mesh-api-traffic.js';
import type { PushedShare } from '../../../lib/controller/ports/traffic-port.js';
import { createMeshApiClient } from '../../../lib/mesh-api/client/create-mesh-api-client.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startApi, type TestApi } from '../../support/mesh-api/start-api.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';

const ir = reviewsRollout();
const [rollout] = ir.rollouts;
if (rollout === undefined) throw new Error('the mesh has no rollout');
const plan = createRolloutPlan(ir, rollout);
const share = (epoch: number, weight: number): PushedShare => ({ epoch, weight, mirror: 0, audience: 'everybody' });

const start = (): Promise<TestApi> => startApi({}, { ir });
const trafficOf = (...servers: readonly (TestApi | string)[]) =>
  meshApiTraffic({
    servers: servers.map((server) => {
      const [baseUrl, token] =
        typeof server === 'string' ? [server, 'none'] : [server.api.url, server.secrets.operator];
      return { name: baseUrl, client: createMeshApiClient({ baseUrl, token }) };
    }),
    clock: systemClock,
    patienceMs: 20_000,
  });
const standingAt = async ({ reader }: TestApi): Promise<unknown> =>
  (await reader('GET', `/v1/rollouts/${plan.name}/share`)).body;

test('hands a share to every server, and says what their proxies hold together', async () => {
  const servers = [await start(), await start()];
  const traffic = trafficOf(...servers);
  expect(await traffic.standing(plan)).toEqual({ kind: 'accepted', epoch: 0, carrying: 0 });
  expect(await traffic.push(plan, share(4, 0.5))).toEqual({ kind: 'done' });
  for (const server of servers) expect(await standingAt(server)).toMatchObject({ epoch: 4 });
  expect(await traffic.standing(plan)).toEqual({ kind: 'accepted', epoch: 4, carrying: 0 });
});

test('a higher number at any of the servers makes what is asked for stale', async () => {
  const [one, other] = [await start(), await start()];
  await trafficOf(other).push(plan, share(9, 0));
  expect(await trafficOf(one, other).push(plan, share(5, 0.5))).toEqual({ kind: 'stale', epoch: 9 });
});

test('while one server has forgotten, its number counts, and what is asked for again reaches it', async () => {
  const one = await start();
  await trafficOf(one).push(plan, share(5, 0.5));
  const restarted = await start();
  const traffic = trafficOf(one, restarted);
  expect(await traffic.standing(plan)).toMatchObject({ kind: 'accepted', epoch: 0 });
  expect(await traffic.push(plan, share(5, 0.5))).toEqual({ kind: 'done' });
  expect(await traffic.standing(plan)).toMatchObject({ epoch: 5 });
});

test('while one server does not answer, nothing is known and nothing is done', async () => {
  const [one, gone] = [await start(), await start()];
  const traffic = trafficOf(one, gone);
  await gone.api.close();
  expect(await traffic.standing(plan)).toEqual({ kind: 'unknown' });
  expect(await traffic.push(plan, share(1, 0.5))).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining(`${gone.api.url} does not answer`) as string,
  });
});

test('a server that does not let it in is named with its reason', async () => {
  const { api } = await start();
  expect(await trafficOf(api.url).push(plan, share(1, 0.5))).toMatchObject({
    kind: 'failed',
    reason: expect.stringMatching(/answers 401: /) as string,
  });
});
