import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { SimulatedProxy } from '../../simulate/proxy/simulated-proxy.js';
import { readProxy } from '../../simulate/proxy/read-proxy.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { calleeNames } from './callee-names.js';
import { edgesOf, type Edge } from './edge.js';

/** One revision of a mesh, with what is looked up again and again. */
export interface MeshSide {
  readonly simulated: SimulatedMesh;
  /** Names of services, by host. */
  readonly callees: ReadonlyMap<string, string>;
  readonly edgesByProxy: ReadonlyMap<string, readonly Edge[]>;
}

/** One revision of one proxy. */
export interface ProxySide {
  readonly side: MeshSide;
  readonly config: ProxyConfig;
  readonly proxy: SimulatedProxy;
  /** As they are written, by name. */
  readonly written: ReadonlyMap<string, Listener>;
}

/** Prepares one revision of a mesh for comparison. */
export function meshSide(simulated: SimulatedMesh): MeshSide {
  const edgesByProxy = new Map<string, Edge[]>();
  for (const edge of edgesOf(simulated.mesh)) {
    const known = edgesByProxy.get(edge.from);
    if (known === undefined) edgesByProxy.set(edge.from, [edge]);
    else known.push(edge);
  }
  return { simulated, callees: calleeNames(simulated.mesh.ir), edgesByProxy };
}

/**
 * Reads one revision of one proxy. It is not kept: a large mesh is compared proxy by proxy.
 *
 * @param withBootstrap whether to look at what the bootstrap says too; not needed where both revisions have the same
 */
export function proxySide(
  side: MeshSide,
  config: ProxyConfig,
  { withBootstrap }: { readonly withBootstrap: boolean },
): ProxySide {
  const { name, resources } = config;
  const bootstrap = withBootstrap ? config.bootstrap : undefined;
  const fixed = bootstrap?.static_resources?.listeners ?? [];
  const written = new Map([...fixed, ...resources.listeners].map((each) => [each.name ?? '', each]));
  return { side, config, proxy: readProxy({ name, bootstrap, ...resources }), written };
}
