import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import { emitEnvoy } from '../targets/envoy/emit-envoy.js';
import { emitKubernetes } from '../targets/kubernetes/emit-kubernetes.js';
import type { JsonObject, KubernetesManifest } from '../targets/kubernetes/kubernetes-manifest.js';
import { configDirectory, type KubernetesOptions } from '../targets/kubernetes/kubernetes-options.js';

/** What a mesh becomes in Kubernetes. */
export interface KubernetesOutput {
  /** By owner and slot, for example `service/reviews/deployment-v1`. */
  readonly manifests: ReadonlyMap<string, KubernetesManifest>;
  /** Sorted: services, then gateways, each by name. */
  readonly proxies: readonly ProxyConfig[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a mesh to Kubernetes manifests, with the files of each proxy inside them.
 *
 * @param plans the plan of each rollout of the mesh, by its name, as JSON. @default - none is written
 */
export function compileKubernetes(
  mesh: EffectiveMesh,
  options: KubernetesOptions,
  plans: ReadonlyMap<string, JsonObject> = new Map(),
): KubernetesOutput {
  const envoy = emitEnvoy(mesh, { kind: 'kubernetes', configDirectory });
  const kubernetes = emitKubernetes({ mesh, proxies: envoy.proxies, options, plans });
  return {
    manifests: kubernetes.manifests,
    proxies: envoy.proxies,
    diagnostics: [...envoy.diagnostics, ...kubernetes.diagnostics],
  };
}
