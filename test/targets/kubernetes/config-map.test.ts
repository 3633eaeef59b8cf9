import { expect, it } from 'vitest';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import { checkConfigMap } from '../../../lib/targets/kubernetes/check-config-map.js';
import { compileKubernetes } from '../../../lib/compiler/compile-kubernetes.js';
import { emitKubernetes } from '../../../lib/targets/kubernetes/emit-kubernetes.js';
import { effectiveMesh, originOf, service, version } from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';

const owner = { kind: 'service', name: 'reviews', origin: originOf('shop/reviews') } as const;

it('holds the files of Envoy and the redirect rules, and never changes', () => {
  const { data, immutable } = emitShop({ services: [service('reviews')] }).manifest('service/reviews/envoy-config');
  expect(Object.keys(data ?? {})).toEqual(['bootstrap.json', 'redirect.nft']);
  expect(immutable).toBe(true);
});

it('lets Envoy watch no file: a node full of sidecars would run out of inotify instances', () => {
  const mesh = effectiveMesh({ services: [service('web', { callees: ['reviews'] }), service('reviews')] });
  const { manifests } = compileKubernetes(mesh, {});
  const configs = [...manifests.values()].filter(({ kind }) => kind === 'ConfigMap');
  expect(configs).toHaveLength(2);
  for (const { data } of configs) expect(data?.['bootstrap.json']).not.toMatch(/path_config_source|"rds"|"eds_config"/);
});

it('has another name when a file changes, and the same when none does', () => {
  const name = (replicas: number, bootstrap: ProxyConfig['bootstrap']): string => {
    const mesh = effectiveMesh({ services: [service('reviews', { versions: [version('v1', { replicas })] })] });
    const resources = { listeners: [], routes: [], clusters: [], endpoints: [] };
    const proxies: ProxyConfig[] = [{ kind: 'service', name: 'reviews', bootstrap, resources, origins: {} }];
    return (
      emitKubernetes({ mesh, proxies, options: {} }).manifests.get('service/reviews/envoy-config')?.metadata.name ?? ''
    );
  };
  expect(name(2, {})).toBe(name(1, {}));
  expect(name(1, { flags_path: '/other' })).not.toBe(name(1, {}));
});

it('has file names that a ConfigMap can hold', () => {
  const { data } = emitShop({ services: [service('reviews')] }).manifest('service/reviews/envoy-config');
  for (const key of Object.keys(data ?? {})) expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
});

it('takes files of 1 MiB together, counted in bytes', () => {
  expect(checkConfigMap(owner, { 'a.json': 'é'.repeat(262_144), 'b.json': 'x'.repeat(524_288) })).toEqual([]);
});

it('reports files that are one byte too many', () => {
  const files = { 'a.json': 'é'.repeat(262_144), 'b.json': 'x'.repeat(524_289) };
  expect(checkConfigMap(owner, files)).toMatchObject([
    {
      slug: 'config-map-too-large',
      origin: originOf('shop/reviews'),
      message: 'the Envoy files of service "reviews" have 1048577 bytes; a ConfigMap holds up to 1048576',
      hint: 'b.json alone has 524289 bytes; split the service, or declare fewer calls or routes',
    },
  ]);
});
