import { expect, test } from 'vitest';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import type { Environment } from '../../../lib/targets/envoy/environment.js';
import { compiled } from '../../support/compiled.js';
import { everyFeature } from '../../support/every-feature.js';
import { localEnvironment } from '../../support/local-environment.js';

const mesh = compiled(everyFeature());
const environments: Readonly<Record<string, Environment>> = {
  Kubernetes: { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' },
  'one machine': localEnvironment(mesh),
};

for (const [name, environment] of Object.entries(environments)) {
  test(`finds for ${name} the origin of every listener, cluster and route by its name`, () => {
    for (const { resources, origins } of emitEnvoy(mesh, environment).proxies) {
      const keys = [
        ...resources.listeners.map((listener) => `listener/${listener.name ?? ''}`),
        ...resources.clusters.map((cluster) => `cluster/${cluster.name}`).filter((key) => key !== 'cluster/blackhole'),
        ...resources.routes.flatMap(({ virtual_hosts: hosts = [] }) =>
          hosts.flatMap(({ routes = [] }) => routes.map((route) => `route/${route.name ?? ''}`)),
        ),
      ];
      expect(keys.filter((key) => origins[key] === undefined)).toEqual([]);
    }
  });
}

test('finds the origin of each policy field, by the route or destination that it shapes', () => {
  const { proxies } = emitEnvoy(mesh, { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' });
  const origins = proxies.find(({ name }) => name === 'client')?.origins ?? {};
  const policy = { kind: 'user', constructPath: 'shop/policy' };
  expect(origins['route/reviews/http/split#timeout.requestMs']).toEqual(policy);
  expect(origins['route/reviews/http/split#timeout.idleMs']?.kind).toBe('default');
  expect(origins['route/reviews/http/split#retries.perTryTimeoutMs']).toEqual(policy);
  expect(origins['route/reviews/http/matched#fault']).toEqual(policy);
  expect(origins['cluster/reviews/v1/http#timeout.connectMs']).toEqual(policy);
  expect(origins['cluster/reviews/v1/http#circuitBreaker.maxConnections']).toEqual(policy);
  expect(origins['cluster/reviews/v1/http#outlierDetection.intervalMs']?.kind).toBe('default');
  expect(origins['cluster/ledger/v1/grpc#loadBalancing']).toEqual(policy);
});

test('finds a route of several terms by each of the Envoy routes that it becomes', () => {
  const { proxies } = emitEnvoy(mesh, { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' });
  const { origins = {}, resources } = proxies.find(({ name }) => name === 'client') ?? {};
  const routes = resources?.routes[0]?.virtual_hosts?.find(({ name }) => name === 'reviews')?.routes ?? [];
  // Two terms, of which the first has a negated regex: two alternatives.
  expect(routes.slice(0, 3).map(({ name }) => name)).toEqual([
    'reviews/http/matched',
    'reviews/http/matched#2',
    'reviews/http/matched#3',
  ]);
  expect(origins['route/reviews/http/matched#3']).toEqual(origins['route/reviews/http/matched']);
});
