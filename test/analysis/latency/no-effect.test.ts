import { App } from 'cdk8s';
import { expect, it } from 'vitest';
import {
  call,
  Gateway,
  kibibytes,
  megabitsPerSecond,
  Mesh,
  milliseconds,
  Service,
  type CallOptions,
  type EntryPointProps,
  type PerformanceProps,
} from '../../../constructs/index.js';
import { compileKubernetes, type KubernetesOutput } from '../../../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import { proxyFiles } from '../../../lib/envoy-resources/proxy-files.js';
import { createJsonTextCache } from '../../../lib/envoy-resources/json-text-cache.js';
import { stableJson } from '../../../lib/util/stable-json.js';

interface Said {
  readonly performance?: PerformanceProps;
  readonly options?: CallOptions;
  readonly entry?: EntryPointProps;
}

function output({ performance, options = {}, entry = {} }: Said): KubernetesOutput {
  const mesh = new Mesh(new App(), 'shop');
  const ports = { http: 8080 };
  const more = performance === undefined ? {} : { performance };
  const cart = new Service(mesh, 'cart', { ports, versions: { v1: { image: 'cart:1', ...more } }, ...more });
  const calls = [call(cart, options)] as const;
  const web = new Service(mesh, 'web', { ports, versions: { v1: { image: 'web:1' } }, calls, ...more });
  new Gateway(mesh, 'front', { ports }).route({ to: web, ...entry });
  const compiled = compileMesh(mesh.toIr());
  if (compiled.mesh === undefined) throw new Error('the mesh has errors');
  return compileKubernetes(compiled.mesh, {});
}

function bytes({ manifests, proxies }: KubernetesOutput): string {
  const texts = createJsonTextCache();
  return stableJson([[...manifests], proxies.map((proxy) => [...proxyFiles(proxy, texts)])]);
}

it('changes no byte of what runs', () => {
  const transfer = { requestSize: kibibytes(4), bandwidth: megabitsPerSecond(100), roundTripTime: milliseconds(1) };
  const said = output({
    performance: { serviceTime: milliseconds(5), concurrency: 8 },
    options: { load: { requestsPerRequest: 3, parallelGroup: 'page', transfer } },
    entry: { objectives: { requestsPerSecond: 10, meanLatency: milliseconds(1) }, transfer },
  });
  expect(bytes(said)).toBe(bytes(output({})));
});
