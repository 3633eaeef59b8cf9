import { expect, test } from 'vitest';
import type { ArmShares } from '../../../lib/control-plane/rollouts/create-route-shares.js';
import type { RouteStanding } from '../../../lib/control-plane/rollouts/route-standing.js';
import { planeTraffic } from '../../../lib/controller/plane/plane-traffic.js';
import type { PushedShare } from '../../../lib/controller/ports/traffic-port.js';
import { makePlan } from '../../support/rollout/make-plan.js';

const plan = makePlan();
const share = (epoch: number, weight: number): PushedShare => ({ epoch, weight, mirror: 0.1, audience: 'matching' });

function start(standing: RouteStanding) {
  const set: ArmShares[] = [];
  const traffic = planeTraffic({
    setShares: (shares) => set.push(shares),
    standingOf: () => standing,
    watch: () => () => undefined,
  });
  return { traffic, last: () => Object.fromEntries(set.at(-1) ?? []) };
}

test('hands an exposure to the plane for each service, and none that is out of date', async () => {
  const { traffic, last } = start({ carrying: 0, accepted: 0 });
  expect(await traffic.push(plan, share(2, 0.5))).toEqual({ kind: 'done' });
  const handed = { shop: { stable: 'v1', canary: 'v2', share: 0.5, mirror: 0.1, audience: 'matching' } };
  expect(last()).toMatchObject(handed);
  expect(await traffic.push(plan, share(1, 0.9))).toEqual({ kind: 'stale', epoch: 2 });
  expect(last()).toMatchObject(handed);
});

const refusal = { names: ['r'], message: 'no', origins: [], at: 0 };

test.each([
  [
    { carrying: 3, accepted: 2 },
    { kind: 'pending', epoch: 7, carrying: 3, accepted: 2 },
  ],
  [
    { carrying: 3, accepted: 3 },
    { kind: 'accepted', epoch: 7, carrying: 3 },
  ],
  [
    { carrying: 0, accepted: 0 },
    { kind: 'accepted', epoch: 7, carrying: 0 },
  ],
  [
    { carrying: 3, accepted: 2, refused: { nodeId: 'a', refusal } },
    { kind: 'refused', epoch: 7, nodeId: 'a', message: 'no' },
  ],
] as const)('of proxies that stand at %j it says %j', async (standing, observed) => {
  const { traffic } = start(standing);
  await traffic.push(plan, share(7, 0));
  expect(await traffic.standing(plan)).toEqual(observed);
});

test('a plane that was told nothing has the number 0', async () => {
  const { traffic } = start({ carrying: 3, accepted: 3 });
  expect(await traffic.standing(plan)).toMatchObject({ epoch: 0 });
});
