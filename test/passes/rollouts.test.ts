import { expect, it } from 'vitest';
import { errorRatio, Gateway, header, paced, Rollout, Service, split, type Mesh } from '../../constructs/index.js';
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

it('a mesh without rollouts is left as it is', () => {
  const mesh = expanded((scope) => {
    services(scope);
  });
  expect(ends(routesOf(mesh, 'client', 'reviews'))).toEqual([['reviews/http/default', 'reviews/http 100']]);
});
