import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { socketAddress } from '../socket-address.js';

/** A place that a cluster sends to. */
export interface EndpointAddress {
  readonly address: string;
  readonly port: number;
}

/** The endpoints of a cluster, in the given order. Envoy: `config.endpoint.v3.ClusterLoadAssignment`. */
export function loadAssignment(clusterName: string, endpoints: readonly EndpointAddress[]): ClusterLoadAssignment {
  const list = endpoints.map(({ address, port }) => ({ endpoint: { address: socketAddress(address, port) } }));
  return { cluster_name: clusterName, endpoints: list.length === 0 ? [] : [{ lb_endpoints: list }] };
}
