import { createJsonTextCache, type JsonTextCache } from '../../envoy-resources/json-text-cache.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { EffectiveMesh, EffectiveProxy } from '../../ir/effective-mesh.js';
import type { KubernetesSettings } from './kubernetes-settings.js';
import { networkEdges, type NetworkEdges } from './network-edges.js';

/** What every part of the target reads. */
export interface Emission {
  readonly mesh: EffectiveMesh;
  readonly settings: KubernetesSettings;
  readonly edges: NetworkEdges;
  /** Whether there is a controller for its rollouts. */
  readonly hasController: boolean;
  /** Shared by the proxies, so that what many of them hold is written as JSON once. */
  readonly texts: JsonTextCache;
  /** The Envoy configuration of a proxy; undefined where it has an error. */
  configOf(proxy: EffectiveProxy): ProxyConfig | undefined;
}

/** Gathers what every part of the target reads. */
export function createEmission(
  mesh: EffectiveMesh,
  proxies: readonly ProxyConfig[],
  settings: KubernetesSettings,
): Emission {
  const configs = new Map(proxies.map((config) => [`${config.kind}/${config.name}`, config]));
  return {
    mesh,
    settings,
    edges: networkEdges(mesh),
    hasController: settings.controlPlane?.rollouts !== undefined && mesh.ir.rollouts.length > 0,
    // Compact, for a ConfigMap holds 1 MiB; `envoy/` of the output has the same files for reading.
    texts: createJsonTextCache('compact'),
    configOf: ({ kind, name }) => configs.get(`${kind}/${name}`),
  };
}
