import { expect, it } from 'vitest';
import { port, service, version } from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';

const reviews = service('reviews', {
  ports: [
    { name: 'grpc', protocol: 'grpc', number: 7070, targetPort: 7071 },
    port('http', 9080),
    port('http2', 9090, 'http2'),
    port('tcp', 5432, 'tcp'),
  ],
  versions: [version('v1'), version('v2')],
});

it('offers callers the ports of a service with what is spoken on them', () => {
  const { at } = emitShop({ services: [reviews] });
  expect(at('service/reviews/service', 'spec')).toEqual({
    type: 'ClusterIP',
    selector: { app: 'reviews' },
    ports: [
      { name: 'grpc', protocol: 'TCP', port: 7070, targetPort: 7071, appProtocol: 'kubernetes.io/h2c' },
      { name: 'http', protocol: 'TCP', port: 9080, targetPort: 9080, appProtocol: 'http' },
      { name: 'http2', protocol: 'TCP', port: 9090, targetPort: 9090, appProtocol: 'kubernetes.io/h2c' },
      { name: 'tcp', protocol: 'TCP', port: 5432, targetPort: 5432 },
    ],
  });
});

it('gives proxies the addresses of all pods, and of the pods of each version', () => {
  const { at } = emitShop({ services: [reviews] });
  const headless = { clusterIP: 'None', publishNotReadyAddresses: false };
  expect(at('service/reviews/headless-service', 'spec')).toMatchObject({ ...headless, selector: { app: 'reviews' } });
  expect(at('service/reviews/headless-service-v2', 'spec')).toMatchObject({
    ...headless,
    selector: { app: 'reviews', version: 'v2' },
  });
});

it('takes the cluster IP that the user fixed', () => {
  const { at } = emitShop({ services: [service('db', { clusterIp: '10.96.0.50' })] });
  expect(at('service/db/service', 'spec', 'clusterIP')).toBe('10.96.0.50');
});

it('lets maintenance take one pod of a version at a time', () => {
  const { at } = emitShop({ services: [reviews] });
  expect(at('service/reviews/pod-disruption-budget-v1', 'spec')).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: { app: 'reviews', version: 'v1' } },
  });
});

it('mounts no token for the Kubernetes API', () => {
  const { manifest } = emitShop({ services: [reviews] });
  expect(manifest('service/reviews/service-account').automountServiceAccountToken).toBe(false);
});

it.each([
  ['init-container', 'privileged'],
  ['external', 'restricted'],
] as const)('asks Pod Security for no more than it needs with redirect %s', (redirect, level) => {
  const { manifest } = emitShop({ services: [reviews] }, { redirect });
  expect(manifest('mesh/namespace').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': level });
});
