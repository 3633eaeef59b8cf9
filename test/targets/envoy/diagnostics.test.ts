import { expect, test } from 'vitest';
import type { EffectiveMesh, ServiceProxy } from '../../../lib/ir/effective-mesh.js';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { effectiveMesh, externalService, port, service } from '../../support/effective-mesh.js';

const environment = { kind: 'kubernetes', configDirectory: '/etc/meshwright/envoy' } as const;

/** What the target says, as `<slug> <construct path>`, and the proxies that are left. */
function emitted(mesh: EffectiveMesh) {
  const { proxies, diagnostics } = emitEnvoy(mesh, environment);
  return {
    proxies: proxies.map(({ name }) => name),
    said: diagnostics.map(({ slug, origin }) => `${slug} ${origin?.constructPath ?? ''}`),
    diagnostics,
  };
}

const tcp = (name: string, number = 5432, clusterIp?: string) =>
  service(name, { ports: [port('tcp', number, 'tcp')], ...(clusterIp === undefined ? {} : { clusterIp }) });

test('refuses two TCP callees on one port number', () => {
  const mesh = effectiveMesh({ services: [service('client', { callees: ['cache', 'db'] }), tcp('cache'), tcp('db')] });
  const { proxies, said, diagnostics } = emitted(mesh);
  expect(said).toEqual(['listener-port-conflict shop/db']);
  expect(diagnostics[0]?.related.map(({ origin }) => origin.constructPath)).toEqual(['shop/cache']);
  expect(proxies).toEqual(['cache', 'db']);
});

test('refuses a TCP callee on the port number of an HTTP callee', () => {
  const mesh = effectiveMesh({
    services: [service('client', { callees: ['db', 'web'] }), tcp('db', 9080), service('web')],
  });
  expect(emitted(mesh).said).toEqual(['listener-port-conflict shop/web']);
});

test('tells TCP callees apart by fixed addresses', () => {
  const mesh = effectiveMesh({
    services: [
      service('client', { callees: ['cache', 'db', 'web'] }),
      tcp('cache', 9080, '10.96.0.8'),
      tcp('db', 9080, '10.96.0.9'),
      service('web'),
    ],
  });
  expect(emitted(mesh).said).toEqual([]);
});

test('allows different callers to use callees that one caller could not tell apart', () => {
  const mesh = effectiveMesh({
    services: [service('a', { callees: ['cache'] }), service('b', { callees: ['db'] }), tcp('cache'), tcp('db')],
  });
  expect(emitted(mesh).said).toEqual([]);
});

test('refuses two protocols on one target port', () => {
  const ports = [port('http', 80), { ...port('raw', 81, 'tcp'), targetPort: 80 }];
  expect(emitted(effectiveMesh({ services: [service('web', { ports })] })).said).toEqual([
    'listener-port-conflict shop/web',
  ]);
  const same = [port('http', 80), { ...port('http-too', 81), targetPort: 80 }];
  expect(emitted(effectiveMesh({ services: [service('web', { ports: same })] })).said).toEqual([]);
});

test('refuses several hosts behind one TCP port, unless their addresses are given', () => {
  const mail = { hosts: ['a.example.com', 'b.example.com'], ports: [port('smtp', 25, 'tcp')] };
  const meshOf = (parts: Parameters<typeof externalService>[1]) =>
    effectiveMesh({
      services: [service('client', { callees: ['mail'] })],
      externalServices: [externalService('mail', parts)],
    });
  expect(emitted(meshOf(mail)).said).toEqual(['listener-port-conflict shop/mail']);
  expect(emitted(meshOf({ ...mail, endpoints: [{ address: '192.0.2.1' }] })).said).toEqual([]);
});

test('refuses two callees that answer to one host', () => {
  const mesh = effectiveMesh({
    services: [service('client', { callees: ['reviews', 'old'] }), service('reviews', { ports: [port('http', 80)] })],
    externalServices: [externalService('old', { hosts: ['reviews.shop'] })],
  });
  expect(emitted(mesh).said).toEqual(['duplicate-host shop/client']);
});

/** The mesh with its first proxy's only route and destination changed. */
function changed(change: (proxy: ServiceProxy) => Partial<ServiceProxy>): EffectiveMesh {
  const mesh = effectiveMesh({
    services: [service('a', { callees: ['c'] }), service('b', { callees: ['c'] }), service('c')],
  });
  return {
    ...mesh,
    proxies: mesh.proxies.map((proxy) =>
      proxy.kind === 'service' && proxy.name !== 'c' ? { ...proxy, ...change(proxy) } : proxy,
    ),
  };
}

const policy = { kind: 'user', constructPath: 'shop/policy' } as const;

test('reports what Envoy would refuse at the policy that asked for it, once, and emits no proxy with it', () => {
  const mesh = changed(({ destinations }) => ({
    destinations: destinations.map((destination) => ({
      ...destination,
      circuitBreaker: { ...destination.circuitBreaker, maxRequests: { value: -1, origin: policy } },
    })),
  }));
  const { said, proxies, diagnostics } = emitted(mesh);
  expect(said).toEqual(['envoy-resource-invalid shop/policy']);
  expect(diagnostics[0]?.message).toContain('cluster "c/http": circuit_breakers.thresholds[0].max_requests');
  expect(proxies).toEqual(['c']);
});

test('refuses to change headers that are none to Envoy', () => {
  const mesh = changed(({ outbound }) => ({
    outbound: outbound.map((each) =>
      each.kind === 'tcp'
        ? each
        : {
            ...each,
            routes: each.routes.map((route) => ({
              ...route,
              requestHeaders: { remove: [':path'], set: [{ name: 'host', value: 'x' }], add: [] },
            })),
          },
    ),
  }));
  const { said, diagnostics } = emitted(mesh);
  expect(said).toEqual(['envoy-resource-invalid shop/c', 'envoy-resource-invalid shop/c']);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'route "c/http/default": request_headers may not change ":path"; rewrite the host or path instead',
    'route "c/http/default": request_headers may not change "host"; rewrite the host or path instead',
  ]);
});
