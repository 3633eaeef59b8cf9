import { createValidator } from 'envoy-config-types';
import { expect, test } from 'vitest';
import { createMutualTls, type MutualTlsOptions } from '../../../lib/control-plane/mutual-tls/create-mutual-tls.js';
import { identitySecrets } from '../../../lib/control-plane/mutual-tls/identity-secrets.js';
import { meshIdentities } from '../../../lib/control-plane/mutual-tls/mesh-identities.js';
import { spireSecrets } from '../../../lib/control-plane/mutual-tls/spire-secrets.js';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { identities } from '../../support/identities.js';
import { localEnvironment } from '../../support/local-environment.js';
import { meshIr } from '../../support/mesh-ir.js';

const idOf = (account: string): string => `spiffe://cluster.local/ns/shop/sa/${account}`;

/** `page` calls `reviews`, whose rules hand on to `ratings`; `ingress` leads to `page`; `page` calls an outsider too. */
const ir = meshIr.mesh({
  services: [
    meshIr.service('page', {
      serviceAccount: 'front',
      calls: [
        meshIr.call('reviews'),
        meshIr.call('payments', { callee: { kind: 'external-service', name: 'payments' } }),
      ],
    }),
    meshIr.service('ratings', { ports: [meshIr.port('http'), meshIr.port('grpc', 7070, 'grpc')] }),
    meshIr.service('reviews', {
      calls: [meshIr.call('ratings')],
      ports: [meshIr.port('http', 9080), meshIr.port('db', 5432, 'tcp')],
      routes: [meshIr.httpRoute('on', { kind: 'service', service: 'ratings' })],
    }),
  ],
  gateways: [meshIr.gateway('ingress', { routes: [meshIr.httpRoute('all', { kind: 'service', service: 'page' })] })],
  externalServices: [meshIr.externalService('payments')],
});

function configsOf(mesh: MeshIr): readonly ProxyConfig[] {
  const effective = compiled(mesh);
  const { proxies, diagnostics } = emitEnvoy(effective, localEnvironment(effective));
  expect(diagnostics).toEqual([]);
  return proxies;
}

function withTls(options?: MutualTlsOptions): ReadonlyMap<string, ResourceSet> {
  const convert = createMutualTls(compiled(ir), options);
  return new Map(
    configsOf(ir).map(({ name, kind, resources }) => [
      name,
      convert({ kind: kind === 'gateway' ? 'gateway' : 'sidecar', owner: name, resources }),
    ]),
  );
}

const resourcesOf = (name: string, options?: MutualTlsOptions): ResourceSet =>
  withTls(options).get(name) ?? expect.fail(`no proxy "${name}"`);

/** All values under a key, wherever it stands. */
function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([name, child]) => [
    ...(name === key ? [child] : []),
    ...valuesOf(child, key),
  ]);
}

test.each<MutualTlsOptions>([
  {},
  { inbound: 'permissive' },
  { inbound: 'permissive', outbound: 'plain' },
  { secrets: spireSecrets({ socketPath: '/run/spire/agent.sock', trustDomain: 'cluster.local' }).secrets },
])('all that comes out passes the rules of Envoy: %o', (options) => {
  const validator = createValidator();
  const of = (type: string, resource: object): unknown => validator.validate(type, resource).errors;
  for (const { listeners, clusters } of withTls(options).values()) {
    for (const each of listeners) expect(of('envoy.config.listener.v3.Listener', each)).toEqual([]);
    for (const each of clusters) expect(of('envoy.config.cluster.v3.Cluster', each)).toEqual([]);
  }
});

test('a cluster of the mesh shows its own certificate, wants exactly its callee, and says TLS 1.3, name and protocol', () => {
  const { clusters } = resourcesOf('page/v1');
  const config = clusters.find(({ name }) => /^ratings\/.*http$/.test(name))?.transport_socket?.typed_config;
  const sds = { resource_api_version: 'V3', ads: {} };
  expect(config).toEqual({
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
    sni: 'ratings.shop.svc.cluster.local',
    max_session_keys: 0,
    common_tls_context: {
      alpn_protocols: ['http/1.1'],
      tls_params: { tls_minimum_protocol_version: 'TLSv1_3', tls_maximum_protocol_version: 'TLSv1_3' },
      tls_certificate_sds_secret_configs: [{ name: 'default', sds_config: sds }],
      combined_validation_context: {
        default_validation_context: {
          match_typed_subject_alt_names: [{ san_type: 'URI', matcher: { exact: idOf('ratings') } }],
        },
        validation_context_sds_secret_config: { name: 'trust-bundle', sds_config: sds },
      },
    },
  });
});

test('clusters to the workload itself and out of the mesh stay as they are', () => {
  const { clusters } = resourcesOf('page/v1');
  const plain = clusters.filter(({ transport_socket: tls }) => tls === undefined).map(({ name }) => name);
  expect(plain).toEqual(['external/payments/http', 'inbound/http']);
});

test('who may call follows from the call graph, also where the rules of one callee hand on to another', () => {
  const { callersOf } = meshIdentities(compiled(ir));
  expect(callersOf('ratings')).toEqual([idOf('front'), idOf('reviews')]);
  expect(callersOf('page')).toEqual([idOf('ingress')]);
  expect(callersOf('reviews')).toEqual([idOf('front')]);
});

test('the nodes of a group are the account of their service or gateway', () => {
  const { ofGroup } = meshIdentities(compiled(ir));
  expect(ofGroup({ kind: 'sidecar', owner: 'page/v1' })).toBe(idOf('front'));
  expect(ofGroup({ kind: 'grpc', owner: 'page' })).toBe(idOf('front'));
  expect(ofGroup({ kind: 'gateway', owner: 'ingress' })).toBe(idOf('ingress'));
  expect(ofGroup({ kind: 'gateway', owner: 'page' })).toBe(undefined);
  expect(ofGroup({ kind: 'sidecar', owner: 'nobody/v1' })).toBe(undefined);
});

test('a sidecar asks every caller for a certificate and lets in declared ones only', () => {
  const [listener] = resourcesOf('ratings/v1').listeners.filter(({ name }) => name === 'inbound/http');
  expect(valuesOf(listener, 'require_client_certificate')).toEqual([true]);
  expect(valuesOf(listener, 'match_typed_subject_alt_names')).toEqual([
    [{ san_type: 'URI', matcher: { prefix: 'spiffe://cluster.local/' } }],
  ]);
  expect(valuesOf(listener, 'principals')).toEqual([
    [idOf('front'), idOf('reviews')].map((exact) => ({ authenticated: { principal_name: { exact } } })),
  ]);
});

test('a TCP port asks for declared callers in the handshake itself', () => {
  const [listener] = resourcesOf('reviews/v1').listeners.filter(({ name }) => name === 'inbound/db');
  expect(valuesOf(listener, 'match_typed_subject_alt_names')).toEqual([
    [{ san_type: 'URI', matcher: { exact: idOf('front') } }],
  ]);
  expect(valuesOf(listener, 'upstream_connect_mode')).toEqual(['ON_DOWNSTREAM_TLS_HANDSHAKE']);
});

test('a service that nobody calls lets nobody in', () => {
  const alone = meshIr.mesh({
    services: [meshIr.service('alone', { ports: [meshIr.port('db', 5432, 'tcp'), meshIr.port('http')] })],
  });
  const [config] = configsOf(alone);
  const { listeners } = createMutualTls(compiled(alone))({
    kind: 'sidecar',
    owner: 'alone/v1',
    resources: config?.resources ?? expect.fail('no proxy'),
  });
  expect(valuesOf(listeners, 'policies')).toEqual([{}]);
  expect(valuesOf(listeners[0], 'match_typed_subject_alt_names')).toEqual([
    [{ san_type: 'URI', matcher: { exact: 'spiffe://cluster.local' } }],
  ]);
});

test('a gateway takes strangers as before and proves itself to callees', () => {
  const [before, after] = [configsOf(ir).find(({ name }) => name === 'ingress')?.resources, resourcesOf('ingress')];
  expect(after.listeners).toEqual(before?.listeners);
  expect(after.clusters.map(({ transport_socket: tls }) => tls?.name)).toEqual(['envoy.transport_sockets.tls']);
});

test('gRPC clients without proxies are left to their own way', () => {
  const resources: ResourceSet = { listeners: [], routes: [], clusters: [], endpoints: [] };
  expect(createMutualTls(compiled(ir))({ kind: 'grpc', owner: 'page', resources })).toBe(resources);
});

test('what proxies share is still one object, frozen', () => {
  const convert = createMutualTls(compiled(ir));
  const [config] = configsOf(ir);
  const group = { kind: 'sidecar', owner: 'page/v1', resources: config?.resources ?? expect.fail('no proxy') } as const;
  const [left, right] = [convert(group), convert(group)];
  expect(left.clusters.every((cluster, index) => cluster === right.clusters[index])).toBe(true);
  expect([...left.clusters, ...left.listeners].every(Object.isFrozen)).toBe(true);
});

test('an identity becomes the two secrets that the resources ask for, as Envoy takes them', async () => {
  const authority = await identities.authorityOf();
  const svid = await identities.svidOf(authority, idOf('ratings'));
  const secrets = identitySecrets({ svid, trustBundle: authority.trustBundle() });
  const asked = valuesOf(resourcesOf('page/v1'), 'sds_config').length;
  expect(asked).toBeGreaterThan(0);
  expect(secrets.map(({ name }) => name)).toEqual(['default', 'trust-bundle']);
  const validator = createValidator();
  for (const secret of secrets) {
    const type = 'envoy.extensions.transport_sockets.tls.v3.Secret';
    expect(validator.validate(type, secret).errors).toEqual([]);
  }
});

test('a proxy beside a SPIRE agent asks the agent by its socket, and us for nothing', () => {
  const { cluster, secrets } = spireSecrets({ socketPath: '/run/spire/agent.sock', trustDomain: 'cluster.local' });
  const resources = resourcesOf('page/v1', { secrets });
  expect(createValidator().validate('envoy.config.cluster.v3.Cluster', cluster).errors).toEqual([]);
  expect(valuesOf(cluster, 'pipe')).toEqual([{ path: '/run/spire/agent.sock' }]);
  const names = valuesOf(valuesOf(resources.clusters, 'transport_socket'), 'cluster_name');
  expect(new Set(names)).toEqual(new Set([cluster.name]));
  expect(new Set(valuesOf(resources.clusters, 'name').filter((name) => String(name).startsWith('spiffe:')))).toEqual(
    new Set(['spiffe://cluster.local']),
  );
});
