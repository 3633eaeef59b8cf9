import { expect, test } from 'vitest';
import type { ArmShare } from '../../../lib/control-plane/rollouts/arm-share.js';
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

const shareOf = (share: number, more: Partial<ArmShare> = {}): ArmShare => ({
  rollout: 'cart-v2',
  stable: 'v1',
  canary: 'v2',
  share,
  mirror: 0,
  audience: 'everybody',
  ...more,
});

const divideBy = (share: number, more?: Partial<ArmShare>) =>
  createRouteShares(new Map([['cart', shareOf(share, more)]]));

const put = (share: number, ...weighted: readonly Weights[]) => {
  const divide = divideBy(share);
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
  const divide = divideBy(0.5);
  const without = routes([
    ['cart/v1/http', 50],
    ['book/v2/http', 50],
  ]);
  expect(divide(without)).toBe(without);
  expect(createRouteShares(new Map())(without)).toBe(without);
});

test('what several groups have in common is made once', () => {
  const divide = divideBy(0.5);
  const shared = routes([
    ['cart/v1/http', 100],
    ['cart/v2/http', 0],
  ]);
  expect(divide(shared)).toBe(divide(shared));
});

test('whatever the share is, weights have the same sum', () => {
  const sums = Array.from({ length: 200 }, (_, index) =>
    put(index / 199, [
      ['cart/v1/http', 333],
      ['cart/v2/http', 0],
      ['cart/v3/http', 667],
    ])?.[0]?.reduce((sum, [, weight]) => sum + Number(weight), 0),
  );
  expect(new Set(sums)).toEqual(new Set([1_000_000_000]));
});

test("copies as much as the pair's part of the route asks for, and sends nobody to the canary for it", () => {
  const [host] =
    divideBy(0, { mirror: 0.5 })(
      routes([
        ['cart/v1/http', 60],
        ['cart/v2/http', 0],
        ['book/v1/http', 40],
      ]),
    ).virtual_hosts ?? [];
  const route = host?.routes?.[0]?.route;
  expect(route?.request_mirror_policies).toEqual([
    {
      cluster: 'cart/v2/http',
      runtime_fraction: { default_value: { numerator: 300_000, denominator: 'MILLION' } },
      disable_shadow_host_suffix_append: true,
    },
  ]);
  expect(route?.weighted_clusters?.clusters.map(({ weight }) => weight)).toEqual([60_000_000, 0, 40_000_000]);
});

test('at the audience of a match, only routes that were made for the rollout get a share', () => {
  const pair: Weights = [
    ['cart/v1/http', 100],
    ['cart/v2/http', 0],
  ];
  const names = ['cart/http/a~cart-v2#2', 'cart/http/a', 'shop/http/b~cart-v2+cart/http/a', 'cart/http/a~cart-v21'];
  const made = routes(...names.map(() => pair));
  const named = made.virtual_hosts.map((host) => ({
    ...host,
    routes: host.routes.map((route, index) => ({ ...route, name: names[index] ?? '' })),
  }));
  const [host] = divideBy(1, { audience: 'matching' })({ ...made, virtual_hosts: named }).virtual_hosts ?? [];
  const shares = host?.routes?.map(({ route }) => route?.weighted_clusters?.clusters[1]?.weight);
  expect(shares).toEqual([100_000_000, 0, 100_000_000, 0]);
});
