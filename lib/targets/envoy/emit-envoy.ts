import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { AssembledProxy } from './assemble-proxy.js';
import { emitKubernetesProxies } from './emit-kubernetes-proxies.js';
import { emitLocalProxies } from './emit-local-proxies.js';
import { emitServedProxies } from './emit-served-proxies.js';
import type { Environment } from './environment.js';
import { createResourceChecker, type ResourceChecker } from './resource-checker.js';

/** What the Envoy target makes of a mesh. */
export interface EnvoyOutput {
  /**
   * Services, then gateways, each sorted by name. Frozen; proxies share the resources that they have in common. A proxy
   * with an error is left out.
   */
  readonly proxies: readonly ProxyConfig[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a mesh to Envoy configurations: for each proxy only what its declared calls need. Every resource passes
 * Envoy's own field rules before it is returned. Reports `envoy-resource-invalid`, `listener-port-conflict`,
 * `reserved-port` and `duplicate-host`.
 */
export function emitEnvoy(mesh: EffectiveMesh, environment: Environment): EnvoyOutput {
  const assembled = emitProxies(mesh, environment, createResourceChecker());
  return {
    proxies: assembled.flatMap(({ config }) => (config === undefined ? [] : [config])),
    diagnostics: eachOnce(assembled.flatMap(({ diagnostics }) => diagnostics)),
  };
}

function emitProxies(mesh: EffectiveMesh, environment: Environment, check: ResourceChecker): readonly AssembledProxy[] {
  switch (environment.kind) {
    case 'kubernetes':
      return emitKubernetesProxies(mesh, { path: environment.configDirectory, changedBy: 'folder-swap' }, check);
    case 'captured':
      return emitKubernetesProxies(mesh, { changedBy: 'server' }, check);
    case 'local':
      return emitLocalProxies(mesh, environment, check);
    case 'served':
      return emitServedProxies(mesh, environment, check);
  }
}

/** Proxies share routes and clusters, and with them what is wrong with these: it is told once. */
function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byText = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...byText.values()];
}
