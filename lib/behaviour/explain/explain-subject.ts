import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import type { SimulatedNetwork } from '../../simulate/network/simulated-network.js';

/** What is asked, as far as explaining needs it: a compiled mesh is one, a foreign configuration too. */
export interface ExplainSubject {
  readonly network: SimulatedNetwork;
  /** Where the parts of a proxy's configuration come from, by proxy; empty for foreign configuration. */
  readonly origins: ReadonlyMap<string, OriginTable>;
}
