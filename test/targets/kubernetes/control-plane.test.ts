import { expect, it } from 'vitest';
import { readIr } from '../../../lib/ir/codec.js';
import type { KubernetesOptions } from '../../../lib/targets/kubernetes/kubernetes-options.js';
import { gateway, service, version, type EffectiveMeshParts } from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';

const parts: EffectiveMeshParts = {
  services: [
    service('page', { callees: ['reviews'] }),
    service('reviews', { versions: [version('v1'), version('v2')] }),
  ],
  gateways: [gateway('ingress')],
  routesTo: { ingress: 'page' },
};
const controlPlane = { image: 'example.com/meshwright:1', passphraseSecret: 'ca' };

function emit(options: KubernetesOptions['controlPlane'] = controlPlane): ReturnType<typeof emitShop> {
  return emitShop(parts, { controlPlane: options });
}

const pod = ['spec', 'template', 'spec'] as const;

it('writes the pod of a control plane', async () => {
  const spec = emit().at('mesh/control-plane-deployment', ...pod);
  await expect(`${JSON.stringify(spec, undefined, 2)}\n`).toMatchFileSnapshot('golden/control-plane-pod.json');
});

it('gives the control plane the mesh as it was compiled, and the objects that it fills nothing', () => {
  const emitted = emit();
  const { data = {} } = emitted.manifest('mesh/control-plane-mesh');
  expect(Object.keys(data)).toEqual(['mesh.json']);
  expect(readIr(data['mesh.json'] ?? '')).toMatchObject({ ir: { name: 'shop' }, diagnostics: [] });
  for (const id of ['control-plane-keys', 'control-plane-roots'])
    expect(emitted.manifest(`mesh/${id}`).data).toBeUndefined();
});

it('names each pod by its group, and gives its proxy alone a token for the control plane', () => {
  const emitted = emit();
  const nodes = [
    ['service/reviews/deployment-v2', 'sidecar~reviews/v2~$(POD_NAME)', ['initContainers', 1]],
    ['gateway/ingress/deployment', 'gateway~ingress~$(POD_NAME)', ['containers', 0]],
  ] as const;
  for (const [key, node, place] of nodes) {
    expect(emitted.at(key, ...pod, ...place, 'args')).toContain(node);
    expect(emitted.at(key, ...pod, 'volumes', 1, 'projected', 'sources', 0)).toEqual({
      serviceAccountToken: { audience: 'meshwright', expirationSeconds: 3600, path: 'token' },
    });
    expect(emitted.at(key, ...pod, ...place, 'volumeMounts', 1, 'mountPath')).toBe('/var/run/secrets/meshwright');
  }
  expect(emitted.at('service/reviews/deployment-v2', ...pod, 'containers', 0, 'volumeMounts')).toBeUndefined();
});

it('lets every proxy reach the control plane, and with it the DNS that names it', () => {
  const rule = {
    to: [{ podSelector: { matchLabels: { app: 'meshwright' } } }],
    ports: [{ protocol: 'TCP', port: 18000 }],
  };
  for (const key of ['service/page', 'service/reviews', 'gateway/ingress'])
    expect(emit().at(`${key}/network-policy`, 'spec', 'egress')).toContainEqual(rule);
  expect(emitShop(parts).at('service/page/network-policy', 'spec', 'egress')).not.toContainEqual(rule);
});

it('changes no pod with a route: proxies learn of it while they run', () => {
  const before = emit().manifest('service/page/deployment-v1');
  const more = { ...parts, services: [...(parts.services ?? []), service('ratings')] };
  expect(emitShop(more, { controlPlane }).manifest('service/page/deployment-v1')).toEqual(before);
});

it('serves the mesh API by TLS, and by tokens of the user, where Secrets are named', () => {
  const emitted = emit({ ...controlPlane, apiCertificateSecret: 'api-tls', apiTokensSecret: 'api-tokens' });
  const container = (...path: readonly (string | number)[]): unknown =>
    emitted.at('mesh/control-plane-deployment', ...pod, 'containers', 0, ...path);
  expect(container('args')).toContain('/etc/meshwright/api/tls.crt');
  expect(container('args')).not.toContain('--insecure');
  expect(container('readinessProbe', 'httpGet', 'scheme')).toBe('HTTPS');
  expect(container('volumeMounts', 3, 'subPath')).toBe('tokens.json');
});

it('says so when a service has the name of the control plane', () => {
  const { diagnostics } = emitShop({ services: [service('meshwright')] }, { controlPlane });
  expect(diagnostics).toMatchObject([
    { slug: 'duplicate-name', message: expect.stringContaining('mesh "shop"') as string },
  ]);
});
