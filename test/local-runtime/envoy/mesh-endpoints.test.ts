import { expect, test } from 'vitest';
import type { LocalInstance } from '../../../lib/targets/envoy/environment.js';
import { compiled } from '../../support/compiled.js';
import { emitLocal } from '../../support/emit-local.js';
import { everyFeature } from '../../support/every-feature.js';
import { localEnvironment } from '../../support/local-environment.js';

const mesh = compiled(everyFeature());
const environment = localEnvironment(mesh);
const client = emitLocal(mesh, environment).proxies.find(({ name }) => name === 'client/v1');

const ports = (cluster: string): readonly unknown[] | undefined =>
  client?.resources.endpoints
    .find(({ cluster_name: name }) => name === cluster)
    ?.endpoints?.flatMap(({ lb_endpoints: endpoints = [] }) =>
      endpoints.map(({ endpoint }) => endpoint?.address?.socket_address?.port_value),
    );
const inbound = (instance: string, port: string): unknown => environment.instances[instance]?.inboundPorts[port];

test('finds the instances of a destination at the inbound ports of their proxies', () => {
  expect(ports('reviews/v2/http')).toEqual([inbound('reviews/v2', 'http')]);
  expect(ports('db/tcp')).toEqual([inbound('db/blue', 'tcp'), inbound('db/green', 'tcp')]);
});

test('gives endpoints to each cluster that asks for them, and to no other', () => {
  const asking = client?.resources.clusters.filter(({ type }) => type === 'EDS').map(({ name }) => name);
  expect(client?.resources.endpoints.map(({ cluster_name: name }) => name)).toEqual(asking);
});

test('tells callers of an instance that listens elsewhere by endpoints only', () => {
  const { instances } = environment;
  const moved = { ...instances, 'reviews/v1': { ...known('reviews/v1'), inboundPorts: { http: 29_999 } } };
  const after = emitLocal(mesh, { ...environment, instances: moved }).proxies.find(({ name }) => name === 'client/v1');
  const { endpoints: before, ...others } = client?.resources ?? expect.fail();
  const { endpoints, ...othersAfter } = after?.resources ?? expect.fail();
  expect(othersAfter).toEqual(others);
  const differing = endpoints.filter(
    (assignment, index) => JSON.stringify(assignment) !== JSON.stringify(before[index]),
  );
  expect(differing.map(({ cluster_name: name }) => name)).toEqual(['reviews/v1/http']);
});

function known(name: string): LocalInstance {
  return environment.instances[name] ?? expect.fail(`no instance "${name}"`);
}
