import { createValidator } from 'envoy-config-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusterEndpoints } from '../../../lib/control-plane/endpoints/cluster-endpoints.js';
import type { InstanceRecord } from '../../../lib/registry/model/instance-record.js';

const instance = (id: string, parts: Partial<InstanceRecord> = {}): InstanceRecord => ({
  service: 'reviews',
  id,
  address: '10.0.0.1',
  ports: { http: 9080 },
  weight: 1,
  metadata: {},
  status: 'healthy',
  revision: '1',
  ...parts,
});

const of = (instances: readonly InstanceRecord[], version?: string) =>
  clusterEndpoints(
    { cluster: 'c', service: 'reviews', port: 'http', ...(version === undefined ? {} : { version }) },
    new Map(instances.map((each) => [each.id, each])),
  );

const addresses = (...given: Parameters<typeof of>) =>
  of(...given).endpoints?.flatMap(({ lb_endpoints: endpoints = [] }) =>
    endpoints.map(({ endpoint }) => endpoint?.address?.socket_address?.address),
  );

test('has no endpoints where nobody is registered', () => {
  expect(of([])).toEqual({ cluster_name: 'c', endpoints: [] });
});

test('takes the instances of the version, or of all versions and of none', () => {
  const instances = [
    instance('a', { address: '10.0.0.1', version: 'v1' }),
    instance('b', { address: '10.0.0.2', version: 'v2' }),
    instance('c', { address: '10.0.0.3' }),
  ];
  expect(addresses(instances, 'v2')).toEqual(['10.0.0.2']);
  expect(addresses(instances)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
});

test('leaves out an instance without the port', () => {
  expect(addresses([instance('a', { ports: { grpc: 1 } })])).toEqual([]);
});

test('gives weights, and to a locality the sum of its healthy ones', () => {
  const [first, second] =
    of([
      instance('a', { zone: 'z1', weight: 3 }),
      instance('b', { zone: 'z1', weight: 4, address: '10.0.0.2' }),
      instance('c', { zone: 'z1', weight: 5, address: '10.0.0.3', status: 'draining' }),
      instance('d', { region: 'r', zone: 'z2', address: '10.0.0.4', status: 'unhealthy' }),
    ]).endpoints ?? [];
  expect(first).toMatchObject({ locality: { zone: 'z1' }, load_balancing_weight: 7 });
  expect(first?.lb_endpoints?.map((endpoint) => endpoint.load_balancing_weight)).toEqual([3, 4, 5]);
  expect(second).toMatchObject({ locality: { region: 'r', zone: 'z2' }, load_balancing_weight: 1 });
});

test('says of each that is not healthy how it is', () => {
  const { endpoints = [] } = of([
    instance('a'),
    instance('b', { status: 'draining', address: '10.0.0.2' }),
    instance('c', { status: 'unhealthy', address: '10.0.0.3' }),
  ]);
  expect(endpoints[0]?.lb_endpoints?.map((endpoint) => endpoint.health_status)).toEqual([
    undefined,
    'DRAINING',
    'UNHEALTHY',
  ]);
});

test('of two instances at one place the healthy one counts', () => {
  const { endpoints = [] } = of([instance('a', { status: 'unhealthy' }), instance('b'), instance('c', { weight: 2 })]);
  expect(endpoints.flatMap((locality) => locality.lb_endpoints)).toEqual([
    { endpoint: { address: { socket_address: { address: '10.0.0.1', port_value: 9080 } } }, load_balancing_weight: 1 },
  ]);
});

test('whatever a store holds, what comes of it passes the rules of Envoy, in an order that does not depend on the store', () => {
  const validator = createValidator();
  const anything = fc.record({
    id: fc.string({ maxLength: 3 }),
    address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 4 })),
    port: fc.oneof(fc.integer({ min: -1, max: 70_000 }), fc.double()),
    weight: fc.oneof(fc.integer({ min: -1, max: 20_000 }), fc.double()),
    status: fc.constantFrom('healthy' as const, 'unhealthy' as const, 'draining' as const),
    zone: fc.option(fc.string({ maxLength: 2 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anything, { selector: ({ id }) => id }), (drawn) => {
      const instances = drawn.map(({ port, zone, ...each }) =>
        instance(each.id, { ...each, ports: { http: port }, ...(zone === undefined ? {} : { zone }) }),
      );
      const made = of(instances);
      expect(validator.validate('envoy.config.endpoint.v3.ClusterLoadAssignment', made).errors).toEqual([]);
      expect(of(instances.toReversed())).toEqual(made);
      const places = made.endpoints?.flatMap((locality) =>
        (locality.lb_endpoints ?? []).map((endpoint) => JSON.stringify(endpoint.endpoint)),
      );
      expect(new Set(places).size).toBe(places?.length);
    }),
  );
});
