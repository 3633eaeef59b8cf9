import { expect, test } from 'vitest';
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
