import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { Built } from '../built.js';

/** A proxy whose every listener has a port of its own, and what its surroundings decide of it. */
export interface PlacedProxy {
  readonly name: string;
  readonly ports: PlacedPorts;
  /** Address that others connect to. */
  readonly inboundAddress: string;
  readonly source: ResourceSource;
  readonly bootstrap: Built<Bootstrap>;
  /** Those of its destinations. */
  readonly clusters: readonly Built<Cluster>[];
}

/** The ports of one proxy and its workload. */
export interface PlacedPorts {
  /** Proxy's listening port, by port name of the service or gateway. */
  readonly inboundPorts: Readonly<Record<string, number>>;
  /** Workload's listening port, by port name. Empty for gateways. */
  readonly workloadPorts: Readonly<Record<string, number>>;
  /** Proxy's port for a callee, by `<callee>/<port>`. */
  readonly outboundPorts: Readonly<Record<string, number>>;
}
