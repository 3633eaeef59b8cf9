import fc from 'fast-check';
import { expect, it } from 'vitest';
import { emitKubernetes } from '../../../lib/targets/kubernetes/emit-kubernetes.js';
import {
  gatewayManifestSlots,
  meshManifestSlots,
  serviceManifestSlots,
} from '../../../lib/targets/kubernetes/manifest-slots.js';
import { stableJson } from '../../../lib/util/stable-json.js';
import {
  effectiveMesh,
  gateway,
  originOf,
  service,
  version,
  type EffectiveMeshParts,
} from '../../support/effective-mesh.js';
import { emitShop } from '../../support/emit-shop.js';

const shop: EffectiveMeshParts = {
  services: [
    service('productpage', { callees: ['reviews'] }),
    service('reviews', { versions: [version('v1'), version('v2')], serviceAccount: 'shared' }),
  ],
  gateways: [gateway('ingress')],
  routesTo: { ingress: 'productpage' },
};

it.each([false, true])('emits one manifest for each slot and no other, with a control plane: %s', (hasControlPlane) => {
  const ids = (owner: string, slots: readonly { readonly id: string }[]): string[] =>
    slots.map(({ id }) => `${owner}/${id}`);
  const options = hasControlPlane ? { controlPlane: { image: 'meshwright:1', passphraseSecret: 'ca' } } : {};
  expect([...emitShop(shop, options).manifests.keys()].sort()).toEqual(
    [
      ...ids('mesh', meshManifestSlots({ name: 'shop', namespace: 'shop', hasControlPlane })),
      ...ids('service/productpage', serviceManifestSlots({ name: 'productpage', versions: ['v1'] })),
      ...ids(
        'service/reviews',
        serviceManifestSlots({ name: 'reviews', versions: ['v1', 'v2'], serviceAccount: 'shared' }),
      ),
      ...ids('gateway/ingress', gatewayManifestSlots({ name: 'ingress' })),
    ].sort(),
  );
});

it('gives each manifest the kind and name of its slot', () => {
  const { manifest } = emitShop(shop);
  for (const slot of serviceManifestSlots({ name: 'productpage', versions: ['v1'] })) {
    const { apiVersion, kind, metadata } = manifest(`service/productpage/${slot.id}`);
    expect({ apiVersion, kind, name: metadata.name }).toEqual({
      apiVersion: slot.apiVersion,
      kind: slot.kind,
      name: slot.name ?? (expect.stringMatching(/^productpage-envoy-[0-9a-f]{10}$/) as unknown),
    });
  }
});

it('puts everything but the namespace itself into the namespace of the mesh', () => {
  for (const [key, { metadata }] of emitShop(shop).manifests) {
    expect(metadata.namespace).toBe(key === 'mesh/namespace' ? undefined : 'shop');
  }
});

it('gives the same bytes twice', () => {
  const bytes = (): string => stableJson([...emitShop(shop).manifests]);
  expect(bytes()).toBe(bytes());
});

it('names an object with a label that every part of the mesh shares', () => {
  for (const { metadata } of emitShop(shop).manifests.values()) {
    expect(metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'meshwright',
      'app.kubernetes.io/part-of': 'shop',
    });
  }
});

it('adds the labels of the user without giving up its own', () => {
  const { manifest } = emitShop({ services: [service('reviews', { labels: { team: 'books', app: 'mine' } })] });
  expect(manifest('service/reviews/deployment-v1').metadata.labels).toEqual({
    team: 'books',
    app: 'reviews',
    version: 'v1',
    'app.kubernetes.io/name': 'reviews',
    'app.kubernetes.io/version': 'v1',
    'app.kubernetes.io/component': 'service',
    'app.kubernetes.io/part-of': 'shop',
    'app.kubernetes.io/managed-by': 'meshwright',
  });
});

it('reports each version without an image', () => {
  const { image: _, ...bare } = version('v2');
  const { diagnostics } = emitShop({ services: [service('reviews', { versions: [version('v1'), bare] })] });
  expect(diagnostics.map(({ slug, origin }) => [slug, origin])).toEqual([
    ['version-without-image', originOf('version/v2')],
  ]);
});

it.each([0, 1337])('reports a version that runs as user %i', (runAsUser) => {
  const { diagnostics } = emitShop({ services: [service('reviews', { versions: [version('v1', { runAsUser })] })] });
  expect(diagnostics.map(({ slug, origin }) => [slug, origin])).toEqual([['invalid-value', originOf('version/v1')]]);
});

it('reports two elements that come to one Kubernetes object, once', () => {
  const { diagnostics } = emitShop({ services: [service('reviews'), service('reviews-v1')] });
  expect(diagnostics.map(({ slug, origin, related }) => ({ slug, origin, related }))).toEqual([
    {
      slug: 'duplicate-name',
      origin: originOf('shop/reviews-v1'),
      related: [{ message: 'service "reviews" is declared here', origin: originOf('shop/reviews') }],
    },
  ]);
});

it('reports a version whose pods would share a Service with all versions', () => {
  const { diagnostics } = emitShop({ services: [service('reviews', { versions: [version('headless')] })] });
  expect(diagnostics.map(({ slug }) => slug)).toEqual(['duplicate-name']);
});

it('finds no fault with a mesh that is sound', () => {
  expect(emitShop(shop).diagnostics).toEqual([]);
});

it('goes on to look at a service whose Envoy configuration has an error', () => {
  const { image: _, ...bare } = version('v1');
  const mesh = effectiveMesh({ services: [service('reviews', { versions: [bare] })] });
  const { manifests, diagnostics } = emitKubernetes({ mesh, proxies: [], options: {} });
  expect(diagnostics.map(({ slug }) => slug)).toEqual(['version-without-image']);
  expect(manifests.has('service/reviews/deployment-v1')).toBe(true);
});

it('never gives two manifests one name, unless it says so', () => {
  const name = fc.constantFrom('a', 'a-b', 'a-b-c', 'b', 'c', 'headless', 'a-headless');
  const services = fc.uniqueArray(fc.tuple(name, fc.uniqueArray(name, { minLength: 1, maxLength: 3 })), {
    selector: ([serviceName]) => serviceName,
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(services, (declared) => {
      const { manifests, diagnostics } = emitShop({
        services: declared.map(([serviceName, versions]) =>
          service(serviceName, { versions: versions.map((each) => version(each)) }),
        ),
      });
      const names = [...manifests.values()].map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(new Set(names).size === names.length).toBe(diagnostics.length === 0);
    }),
  );
});
