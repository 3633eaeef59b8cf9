import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { gateway, service } from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';

const deployment = 'gateway/ingress/deployment';
const container = ['spec', 'template', 'spec', 'containers', 0] as const;

it('writes the whole Deployment of a gateway', async () => {
  const { manifest } = emitShop({ gateways: [gateway('ingress')] });
  await expect(stringify(manifest(deployment), { aliasDuplicateObjects: false })).toMatchFileSnapshot(
    'golden/gateway-deployment.yaml',
  );
});

it.each(['LoadBalancer', 'NodePort', 'ClusterIP'] as const)('exposes a gateway as %s', (exposure) => {
  const { at } = emitShop({ gateways: [gateway('ingress', { exposure })] });
  expect(at('gateway/ingress/service', 'spec')).toMatchObject({
    type: exposure,
    selector: { app: 'ingress' },
    ports: [{ name: 'http', port: 8080, targetPort: 8080 }],
  });
});

it('runs Envoy alone, without a redirect', () => {
  const { at } = emitShop({ gateways: [gateway('ingress')] });
  expect(at(deployment, 'spec', 'template', 'spec', 'initContainers')).toBeUndefined();
  expect(at(deployment, ...container)).toMatchObject({ name: 'envoy', securityContext: { runAsUser: 1337 } });
});

it('lets a gateway listen below port 1024 without root', () => {
  const { at } = emitShop({ gateways: [gateway('ingress', { ports: [{ name: 'http', number: 80 }] })] });
  expect(at(deployment, 'spec', 'template', 'spec', 'securityContext', 'sysctls')).toEqual([
    { name: 'net.ipv4.ip_unprivileged_port_start', value: '0' },
  ]);
});

it('goes on serving while load balancers learn that a pod leaves', () => {
  const { at } = emitShop({ gateways: [gateway('ingress')] }, { gatewayDrainMs: 5_000 });
  expect(at(deployment, ...container, 'lifecycle')).toEqual({ preStop: { sleep: { seconds: 5 } } });
  expect(at(deployment, 'spec', 'template', 'spec', 'terminationGracePeriodSeconds')).toBe(35);
});

it('opens the ports of a gateway to everyone and lets it reach what it routes to', () => {
  const { at } = emitShop({
    services: [service('productpage')],
    gateways: [gateway('ingress')],
    routesTo: { ingress: 'productpage' },
  });
  expect(at('gateway/ingress/network-policy', 'spec')).toMatchObject({
    ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }, { ports: [{ port: 15090 }] }],
    egress: [
      expect.anything(),
      { to: [{ podSelector: { matchLabels: { app: 'productpage' } } }], ports: [{ port: 9080 }] },
    ],
  });
});
