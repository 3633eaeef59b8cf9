import { createCodec } from 'envoy-config-types/codec';
import type { Secret } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../lib/envoy-resources/resource-type-urls.js';
import { createSnapshotEncoder } from '../../lib/xds/encode-resources.js';

const codec = createCodec();
const nothing = { clusters: [], endpoints: [], listeners: [], routes: [] };

test('a resource that several snapshots share is encoded once', () => {
  const encode = createSnapshotEncoder(codec);
  const cluster = { name: 'a', connect_timeout: '1s', type: 'STATIC' } as const;
  const [first, second] = [1, 2].map(() => encode({ ...nothing, clusters: [cluster] })[resourceTypeUrls.cluster]);
  expect(first?.get('a')).toBe(second?.get('a'));
});

test('a secret that does not fit its type is named and not quoted', () => {
  const encode = createSnapshotEncoder(codec);
  const bad = { name: 'token', generic_secret: { secret: { inline_string: ['hunter2'] } } } as unknown as Secret;
  expect(() => encode({ ...nothing, secrets: [bad] })).toThrow(/^secret "token" does not fit its type$/);
});

test('a virtual host is served once for each of its domains, each under the name that Envoy asks for', () => {
  const encode = createSnapshotEncoder(codec);
  const host = { routes: 'r', virtualHost: { name: 'h', domains: ['a', 'b:80'] as [string, ...string[]] } };
  const hosts = encode({ ...nothing, onDemandHosts: [host] })[resourceTypeUrls.virtualHost];
  expect([...hosts.keys()]).toEqual(['r/a', 'r/b:80']);
  expect(codec.fromBinary('envoy.config.route.v3.VirtualHost', hosts.get('r/b:80')?.bytes ?? new Uint8Array())).toEqual(
    { name: 'r/b:80', domains: ['b:80'] },
  );
});
