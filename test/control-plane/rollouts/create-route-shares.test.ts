import { expect, test } from 'vitest';
import { createRouteShares } from '../../../lib/control-plane/rollouts/create-route-shares.js';

type Weights = readonly (readonly [name: string, weight: number])[];

function routes(...weighted: readonly Weights[]) {
  return {
    name: 'r',
    virtual_hosts: [
      {
        name: 'h',
        domains: ['*'],
        routes: weighted.map((weights) => ({
          match: { prefix: '/' },
          route: { weighted_clusters: { clusters: weights.map(([name, weight]) => ({ name, weight })) } },
        })),
      },
      { name: 'other', domains: ['o'], routes: [{ match: { prefix: '/' }, route: { cluster: 'cart/v1/http' } }] },
    ],
  };
}

const put = (share: number, ...weighted: readonly Weights[]) => {
  const divide = createRouteShares(new Map([['cart', { stable: 'v1', canary: 'v2', share }]]));
  const [host] = divide(routes(...weighted)).virtual_hosts ?? [];
  return host?.routes?.map(({ route }) => route?.weighted_clusters?.clusters.map(({ name, weight }) => [name, weight]));
};

test("divides the stable version's weight, and leaves all else as it is", () => {
  const rest: Weights = [
    ['cart/v1/http', 60],
    ['cart/v2/http', 0],
    ['cart/v3/http', 40],
  ];
  expect(put(0.05, rest)).toEqual([
    [
      ['cart/v1/http', 57_000_000],
      ['cart/v2/http', 3_000_000],
      ['cart/v3/http', 40_000_000],
    ],
  ]);
  expect(put(1, rest)?.[0]?.map(([, weight]) => weight)).toEqual([0, 60_000_000, 40_000_000]);
});

test('a share of a ten-thousandth is a ten-thousandth', () => {
  const weights = put(0.0001, [
    ['cart/v1/http', 100],
    ['cart/v2/http', 0],
  ])?.[0]?.map(([, weight]) => Number(weight));
  expect((weights?.[1] ?? 0) / ((weights?.[0] ?? 0) + (weights?.[1] ?? 0))).toBeCloseTo(0.0001, 9);
});

test('weights that are large already keep to 32 bits', () => {
  const weights = put(0.5, [
    ['cart/v1/http', 33_333_333],
    ['cart/v2/http', 0],
    ['cart/v3/http', 66_666_667],
  ])?.[0]?.map(([, weight]) => Number(weight));
  const [stable = 0, canary = 0, third = 0] = weights ?? [];
  expect(stable + canary + third).toBeLessThanOrEqual(2 ** 32 - 1);
  expect(canary / (stable + canary + third)).toBeCloseTo(0.166_666_665, 8);
});

test('routes without both versions of a rollout stay the same objects', () => {
  const divide = createRouteShares(new Map([['cart', { stable: 'v1', canary: 'v2', share: 0.5 }]]));
  const without = routes([
    ['cart/v1/http', 50],
    ['book/v2/http', 50],
  ]);
  expect(divide(without)).toBe(without);
  expect(createRouteShares(new Map())(without)).toBe(without);
});

test('what several groups have in common is made once', () => {
  const divide = createRouteShares(new Map([['cart', { stable: 'v1', canary: 'v2', share: 0.5 }]]));
  const shared = routes([
    ['cart/v1/http', 100],
    ['cart/v2/http', 0],
  ]);
  expect(divide(shared)).toBe(divide(shared));
});
