import { expect, it } from 'vitest';
import { Duration } from 'cdk8s';
import {
  abTest,
  errorRatio,
  Gateway,
  header,
  paced,
  path,
  Rollout,
  Service,
  split,
  type Mesh,
} from '../../constructs/index.js';
import type { EffectiveHttpRoute } from '../../lib/ir/effective-mesh.js';
import { expanded, proxyOf, routesOf } from './support/expand.js';

/** A client that calls reviews, in whose rollout v2 is to take over from v1. */
function declare(mesh: Mesh, rules: (all: ReturnType<typeof services>) => void = () => undefined): void {
  const all = services(mesh);
  rules(all);
  const { reviews } = all;
  new Rollout(mesh, 'reviews-v2', { of: reviews, from: 'v1', to: 'v2', strategy: paced(), criteria: [errorRatio()] });
}

function services(mesh: Mesh) {
  const reviews = new Service(mesh, 'reviews', {
    ports: { http: 80, tcp: 90 },
    versions: { v1: { image: 'a:1' }, v2: { image: 'a:2' } },
  });
  const client = new Service(mesh, 'client', {
    ports: { http: 80 },
    versions: { v1: { image: 'b:1' } },
    calls: [reviews],
  });
  const ingress = new Gateway(mesh, 'ingress', { ports: { http: 80 } });
  return { reviews, client, ingress };
}

const ends = (routes: readonly EffectiveHttpRoute[]) =>
  routes.map(({ name, action }) => [
    name,
    ...(action.kind === 'forward'
      ? action.destinations.map(({ destination, weight }) => `${destination} ${weight}`)
      : []),
  ]);

it('a service in a rollout without rules sends to the stable version, and to the canary with the weight 0', () => {
  const mesh = expanded((scope) => {
    declare(scope);
  });
  expect(ends(routesOf(mesh, 'client', 'reviews'))).toEqual([
    ['reviews/http/rollout-reviews-v2', 'reviews/v1/http 100', 'reviews/v2/http 0'],
  ]);
});

it('so do rules to all versions and to the stable one, with their share; rules to the canary stay', () => {
  const mesh = expanded((scope) => {
    declare(scope, ({ reviews, ingress }) => {
      reviews.route({ name: 'testers', match: header('x').is('t'), to: reviews.version('v2') });
      reviews.route({ name: 'old', match: header('x').is('o'), to: reviews.version('v1') });
      reviews.route({ name: 'all', match: header('x').is('a') });
      ingress.route({
        name: 'some',
        match: header('x').is('s'),
        to: split([{ to: reviews.version('v1'), weight: 100 }]),
      });
      ingress.route({ name: 'others', to: reviews });
    });
  });
  const both = ['reviews/v1/http 100', 'reviews/v2/http 0'];
  const own = [
    ['reviews/http/testers', 'reviews/v2/http 100'],
    ['reviews/http/old', ...both],
    ['reviews/http/all', ...both],
    ['reviews/http/rollout-reviews-v2', ...both],
  ];
  expect(ends(routesOf(mesh, 'client', 'reviews'))).toEqual(own);
  expect(ends(routesOf(mesh, 'ingress', '*'))).toEqual([
    ['ingress/http/some', ...both],
    ...own.map(([name = '', ...rest]) => [`ingress/http/others+${name}`, ...rest]),
  ]);
});

it('connections are divided the same way', () => {
  const mesh = expanded((scope) => {
    declare(scope);
  });
  const client = proxyOf(mesh, 'client');
  const tcp = client.kind === 'service' ? client.outbound.find(({ kind }) => kind === 'tcp') : undefined;
  expect(tcp?.kind === 'tcp' ? tcp.route.destinations : []).toEqual([
    { destination: 'reviews/v1/tcp', weight: 100 },
    { destination: 'reviews/v2/tcp', weight: 0 },
  ]);
});

it('where a match says who comes first, each rule has a twin for those, with its own policies', () => {
  const mesh = expanded((scope) => {
    const { reviews, ingress } = services(scope);
    reviews.route({ name: 'old', match: header('x').is('o'), to: reviews.version('v1') });
    reviews.route({ name: 'testers', match: header('x').is('t'), to: reviews.version('v2') });
    reviews.route({ name: 'slow', match: path.prefix('/slow'), timeout: Duration.millis(50) });
    ingress.route({ name: 'all', to: reviews });
    const strategy = abTest(header('group').is('b'));
    new Rollout(scope, 'ab', { of: reviews, from: 'v1', to: 'v2', strategy, criteria: [errorRatio({ max: 1 })] });
  });
  const routes = routesOf(mesh, 'client', 'reviews');
  const own = ['old~ab', 'old', 'testers', 'slow~ab', 'slow', 'rollout-ab~ab', 'rollout-ab'];
  expect(routes.map(({ name }) => name)).toEqual(own.map((name) => `reviews/http/${name}`));
  const [twin, slow] = routes.slice(3, 5);
  expect(twin?.match.anyOf).toEqual([
    { ...slow?.match.anyOf[0], headers: [{ name: 'group', matcher: { kind: 'exact', value: 'b' }, negate: false }] },
  ]);
  expect({ ...twin, name: slow?.name, match: slow?.match }).toEqual(slow);
  expect(twin?.timeout.requestMs.value).toBe(50);
  expect(routesOf(mesh, 'ingress', '*').map(({ name }) => name)).toEqual(
    own.map((name) => `ingress/http/all+reviews/http/${name}`),
  );
});

it('a rule that no request of those who come first can meet has no twin; one that rewrites keeps the path it rewrites', () => {
  const mesh = expanded((scope) => {
    const { reviews } = services(scope);
    reviews.route({ name: 'away', match: path.exact('/a'), to: reviews.version('v1') });
    reviews.route({ name: 'moved', to: reviews.version('v1'), rewrite: { prefix: '/new' } });
    const strategy = abTest(path.prefix('/beta'));
    new Rollout(scope, 'ab', { of: reviews, from: 'v1', to: 'v2', strategy, criteria: [errorRatio({ max: 1 })] });
  });
  const routes = routesOf(mesh, 'client', 'reviews');
  expect(routes.map(({ name }) => name)).toEqual(['away', 'moved~ab', 'moved'].map((name) => `reviews/http/${name}`));
  expect(routes[1]?.match.anyOf[0]?.paths).toEqual([
    { kind: 'prefix', value: '/' },
    { kind: 'prefix', value: '/beta' },
  ]);
});

it('a mesh without rollouts is left as it is', () => {
  const mesh = expanded((scope) => {
    services(scope);
  });
  expect(ends(routesOf(mesh, 'client', 'reviews'))).toEqual([['reviews/http/default', 'reviews/http 100']]);
});
