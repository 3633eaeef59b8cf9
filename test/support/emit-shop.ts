import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { ProxyConfig } from '../../lib/envoy-resources/proxy-config.js';
import { emitKubernetes } from '../../lib/targets/kubernetes/emit-kubernetes.js';
import type { JsonValue, KubernetesManifest } from '../../lib/targets/kubernetes/kubernetes-manifest.js';
import type { KubernetesOptions } from '../../lib/targets/kubernetes/kubernetes-options.js';
import { effectiveMesh, type EffectiveMeshParts } from './effective-mesh.js';

/** What a small mesh becomes in Kubernetes, with ways to look into it. */
export interface EmittedShop {
  readonly manifests: ReadonlyMap<string, KubernetesManifest>;
  readonly diagnostics: readonly Diagnostic[];
  /** The manifest of a slot. */
  manifest(key: string): KubernetesManifest;
  /** What stands in a manifest under a path of keys and indexes. */
  at(key: string, ...path: readonly (string | number)[]): JsonValue | undefined;
}

/** Emits the manifests of a mesh whose proxies have stand-ins for their Envoy configuration. */
export function emitShop(parts: EffectiveMeshParts, options: KubernetesOptions = {}): EmittedShop {
  const mesh = effectiveMesh(parts);
  const proxies = mesh.proxies.map(({ kind, name }) => standIn(kind, name));
  const { manifests, diagnostics } = emitKubernetes({ mesh, proxies, options });
  const manifest = (key: string): KubernetesManifest => {
    const found = manifests.get(key);
    if (found === undefined) throw new Error(`no manifest ${key}; there are ${[...manifests.keys()].join(', ')}`);
    return found;
  };
  return {
    manifests,
    diagnostics,
    manifest,
    at: (key, ...path) => path.reduce(step, manifest(key) as unknown as JsonValue | undefined), // manifests are JSON
  };
}

function standIn(kind: ProxyConfig['kind'], name: string): ProxyConfig {
  return {
    kind,
    name,
    bootstrap: {},
    resources: { listeners: [], routes: [], clusters: [], endpoints: [] },
    origins: {},
  };
}

function step(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  return typeof value === 'object' ? (value as Readonly<Record<string | number, JsonValue>>)[key] : undefined;
}
