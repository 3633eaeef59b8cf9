import type { OriginTable, ProxyConfig } from '../envoy-resources/proxy-config.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { SimulatedNetwork } from '../simulate/network/simulated-network.js';

/** A compiled mesh that can be asked what it does. */
export interface SimulatedMesh {
  readonly mesh: EffectiveMesh;
  /** Its proxies as they run in Kubernetes; a proxy is read when it is first asked for. */
  readonly network: SimulatedNetwork;
  /** What the compiler made, by proxy; proxies share the resources that they have in common. */
  readonly configs: ReadonlyMap<string, ProxyConfig>;
  /** Where the parts of a proxy's configuration come from, by proxy. */
  readonly origins: ReadonlyMap<string, OriginTable>;
}
