import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCodec, createValidator, pack, type JsonObject } from 'envoy-config-types';
import { expect, test } from 'vitest';
import { findTool } from '../../support/tools.js';
import { baseBootstrap } from './support/base-bootstrap.js';
import { clusters } from './support/base-clusters.js';
import { routeConfiguration } from './support/base-http.js';
import { runEnvoy } from './support/run-envoy.js';

const codec = createCodec();
const envoy = await findTool('envoy');
const BOOTSTRAP = 'envoy.config.bootstrap.v3.Bootstrap';
const CLUSTER = 'envoy.config.cluster.v3.Cluster';
const ROUTES = 'envoy.config.route.v3.RouteConfiguration';

const resources: [string, string, unknown][] = [
  ['a bootstrap', BOOTSTRAP, baseBootstrap],
  ['routes', ROUTES, routeConfiguration],
  ...clusters.map((cluster): [string, string, unknown] => [`cluster ${cluster.name}`, CLUSTER, cluster]),
];

test.each(resources)('brings %s back from binary unchanged, once normalised', (_what, type, json) => {
  const bytes = codec.toBinary(type, json);
  const normalised = codec.fromBinary(type, bytes);
  expect(codec.fromBinary(type, codec.toBinary(type, normalised))).toEqual(normalised);
  expect(Buffer.from(codec.toBinary(type, normalised)).equals(bytes)).toBe(true);
});

test.each(resources)('writes %s so that the validator still accepts it', (_what, type, json) => {
  const back = codec.fromBinary(type, codec.toBinary(type, json));
  expect(createValidator().validate(type, back).errors).toEqual([]);
});

test('gives back exactly what went in when it was in normal form', () => {
  const cluster: JsonObject = {
    name: 'reviews',
    type: 'EDS',
    connect_timeout: '0.250s',
    per_connection_buffer_limit_bytes: 1024,
    ring_hash_lb_config: { minimum_ring_size: '1024' },
    metadata: { filter_metadata: { a: { list: [1, 'b', null, true] } } },
    transport_socket: {
      name: 'raw',
      typed_config: { '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer' },
    },
  };
  expect(codec.fromBinary(CLUSTER, codec.toBinary(CLUSTER, cluster))).toEqual(cluster);
});

test('encodes snake_case and camelCase alike', () => {
  expect(codec.toBinary(CLUSTER, { name: 'c', connectTimeout: '1s' })).toEqual(
    codec.toBinary(CLUSTER, { name: 'c', connect_timeout: '1s' }),
  );
});

test('encodes field numbers as the wire format says', () => {
  // Cluster: name = 1, connect_timeout = 4 (Duration: seconds = 1), lb_policy = 6 (RING_HASH = 2).
  const bytes = codec.toBinary(CLUSTER, { name: 'c', connect_timeout: '1s', lb_policy: 'RING_HASH' });
  expect(Buffer.from(bytes).toString('hex')).toBe('0a01632202080130' + '02');
});

test('carries extensions inside an Any as bytes of their own', () => {
  const router = pack('envoy.extensions.filters.http.router.v3.Router', { suppress_envoy_headers: true });
  const filter = { name: 'r', typed_config: router };
  const type = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter';
  expect(codec.fromBinary(type, codec.toBinary(type, filter))).toEqual(filter);
});

test.each([
  ['an unknown message type', () => codec.toBinary('envoy.Nothing', {})],
  ['an unknown field', () => codec.toBinary(CLUSTER, { nam: 'c' })],
  [
    'an unknown type in an Any',
    () =>
      codec.toBinary('envoy.config.core.v3.TypedExtensionConfig', {
        name: 'x',
        typed_config: { '@type': 'type.googleapis.com/envoy.Nothing' },
      }),
  ],
  ['malformed bytes', () => codec.fromBinary(CLUSTER, Uint8Array.of(0x0a, 0xff))],
])('throws on %s', (_what, run) => {
  expect(run).toThrow();
});

test('describes the services of the API, for gRPC', () => {
  const service = codec.registry.getService('envoy.service.discovery.v3.AggregatedDiscoveryService');
  expect(service?.methods.map(({ name }) => name)).toEqual(['StreamAggregatedResources', 'DeltaAggregatedResources']);
});

test.skipIf(envoy.isMissing)('writes a binary bootstrap that Envoy accepts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'envoy-codec-'));
  const bytes = codec.toBinary(BOOTSTRAP, baseBootstrap);
  expect(await runEnvoy({ binary: envoy.path, file: join(folder, 'base.pb'), config: bytes })).toBeUndefined();
  const broken = codec.toBinary(BOOTSTRAP, { static_resources: { clusters: [{ name: 'c' }, { name: 'c' }] } });
  expect(await runEnvoy({ binary: envoy.path, file: join(folder, 'broken.pb'), config: broken })).toMatch(/duplicate/i);
  await rm(folder, { recursive: true });
});
