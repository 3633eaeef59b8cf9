import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { EffectiveMesh } from '../../../lib/ir/effective-mesh.js';
import { networkEdges } from '../../../lib/targets/kubernetes/network-edges.js';
import { effectiveMesh, externalService, gateway, port, service } from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';

const policy = 'service/reviews/network-policy';

it('writes the whole NetworkPolicy of a service', async () => {
  const { manifest } = emitShop({
    services: [
      service('productpage', { callees: ['reviews'] }),
      service('reviews', { callees: ['ratings'] }),
      service('ratings'),
    ],
  });
  await expect(stringify(manifest(policy), { aliasDuplicateObjects: false })).toMatchFileSnapshot(
    'golden/network-policy.yaml',
  );
});

it('lets in the callers of a service, on the ports that its pods listen on', () => {
  const { at } = emitShop({
    services: [
      service('orders', { callees: ['reviews'] }),
      service('productpage', { callees: ['reviews'] }),
      service('ratings'),
      service('reviews', { ports: [{ name: 'http', protocol: 'http', number: 80, targetPort: 9080 }] }),
    ],
    gateways: [gateway('ingress')],
    routesTo: { ingress: 'reviews' },
  });
  expect(at(policy, 'spec', 'ingress', 0)).toEqual({
    from: ['ingress', 'orders', 'productpage'].map((app) => ({ podSelector: { matchLabels: { app } } })),
    ports: [{ protocol: 'TCP', port: 9080 }],
  });
});

it('lets nobody in to a service that nobody calls, but for its metrics', () => {
  const { at } = emitShop({ services: [service('reviews')] });
  expect(at(policy, 'spec', 'ingress')).toEqual([
    { from: [{ namespaceSelector: {} }], ports: [{ protocol: 'TCP', port: 15090 }] },
  ]);
});

it('lets one namespace read metrics where the user names it', () => {
  const { at } = emitShop({ services: [service('reviews')] }, { metricsNamespace: 'monitoring' });
  expect(at(policy, 'spec', 'ingress', 0, 'from')).toEqual([
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
  ]);
});

it('lets a service out to its callees and cluster DNS only', () => {
  const { at } = emitShop({ services: [service('reviews', { callees: ['ratings'] }), service('ratings')] });
  expect(at(policy, 'spec', 'egress')).toEqual([
    {
      to: [
        { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
        { ipBlock: { cidr: '169.254.0.0/16' } },
      ],
      ports: [
        { protocol: 'UDP', port: 53 },
        { protocol: 'TCP', port: 53 },
      ],
    },
    { to: [{ podSelector: { matchLabels: { app: 'ratings' } } }], ports: [{ protocol: 'TCP', port: 9080 }] },
  ]);
});

it('finds the DNS servers where the user says they are', () => {
  const { at } = emitShop({ services: [service('reviews')] }, { dns: { namespace: 'openshift-dns', port: 5353 } });
  expect(at(policy, 'spec', 'egress', 0)).toMatchObject({
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } } }, expect.anything()],
    ports: [{ port: 53 }, { port: 53 }, { port: 5353 }, { port: 5353 }],
  });
});

it('holds callers of an external service to its fixed addresses, or else to its port', () => {
  const { at } = emitShop({
    services: [service('reviews', { callees: ['db', 'payments'] })],
    externalServices: [
      externalService('db', {
        ports: [port('tcp', 5432, 'tcp')],
        endpoints: [{ address: '10.1.2.3' }, { address: 'fd00::1', port: 5433 }],
      }),
      externalService('payments', { ports: [{ name: 'http', protocol: 'http', number: 80, targetPort: 443 }] }),
    ],
  });
  expect((at(policy, 'spec', 'egress') as unknown[]).slice(1)).toEqual([
    { to: [{ ipBlock: { cidr: '10.1.2.3/32' } }], ports: [{ protocol: 'TCP', port: 5432 }] },
    { ports: [{ protocol: 'TCP', port: 443 }] },
    { to: [{ ipBlock: { cidr: 'fd00::1/128' } }], ports: [{ protocol: 'TCP', port: 5433 }] },
  ]);
});

it('leaves the way out open where the user says so', () => {
  const { at } = emitShop({ services: [service('reviews')] }, { egress: 'any' });
  expect(at(policy, 'spec')).toMatchObject({ policyTypes: ['Ingress'] });
  expect(at(policy, 'spec', 'egress')).toBeUndefined();
});

it('closes the namespace to connections that no policy speaks of', () => {
  const { at } = emitShop({ services: [service('reviews')] });
  expect(at('mesh/default-deny', 'spec')).toEqual({ podSelector: {}, policyTypes: ['Ingress'] });
});

it('follows the connections of proxies, not the declared calls', () => {
  // A route of reviews hands requests on to ratings, so it is the proxy of productpage that connects to ratings.
  const mesh = effectiveMesh({ services: [service('productpage', { callees: ['ratings'] }), service('ratings')] });
  const undeclared: EffectiveMesh = {
    ...mesh,
    proxies: mesh.proxies.map((proxy) => (proxy.kind === 'service' ? { ...proxy, outbound: [] } : proxy)),
  };
  const edges = [{ caller: 'productpage', callee: 'ratings', targetPort: 9080 }];
  expect(networkEdges(undeclared).innerByCaller.get('productpage')).toEqual(edges);
  expect(networkEdges(undeclared).innerByCallee.get('ratings')).toEqual(edges);
});
