import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment, LbEndpoint } from 'envoy-config-types/envoy/config/endpoint/v3';
import type { SimulatedCluster } from '../../proxy/simulated-cluster.js';
import type { Note } from '../note.js';

const outOfService = new Set(['UNHEALTHY', 'DRAINING', 'TIMEOUT']);

/**
 * Reads the endpoints that get requests as long as nothing fails: those of the first priority that has any. What the
 * configuration itself calls unhealthy is left out.
 */
export function readEndpoints(
  { common_lb_config: balancing, lb_policy: policy }: Cluster,
  { endpoints: localities = [], policy: dropPolicy }: ClusterLoadAssignment,
  note: Note,
): SimulatedCluster['endpoints'] {
  if (balancing?.locality_weighted_lb_config !== undefined && localities.length > 1)
    note('common_lb_config.locality_weighted_lb_config');
  if ((dropPolicy?.drop_overloads ?? []).length > 0) note('load_assignment.policy.drop_overloads');
  const filled = localities.filter(({ lb_endpoints: endpoints = [] }) => endpoints.length > 0);
  if (localities.some((each) => each.leds_cluster_locality_config !== undefined))
    note('load_assignment.endpoints.leds_cluster_locality_config');
  const first = Math.min(...filled.map(({ priority = 0 }) => priority));
  const all = filled.filter(({ priority = 0 }) => priority === first).flatMap((each) => each.lb_endpoints ?? []);
  const serving = all.filter(({ health_status: status }) => status === undefined || !outOfService.has(status));
  // With too few healthy ones Envoy goes to the next priority, or asks all of them in panic.
  if (serving.length < all.length) note('load_assignment.endpoints.lb_endpoints.health_status');
  const read = serving.flatMap((endpoint) => readEndpoint(endpoint, note));
  // That policy throws a die with as many sides as there are endpoints.
  return policy === 'RANDOM' ? read.map((endpoint) => ({ ...endpoint, weight: 1 })) : read;
}

function readEndpoint(
  { endpoint, load_balancing_weight: weight = 1 }: LbEndpoint,
  note: Note,
): SimulatedCluster['endpoints'] {
  const socket = endpoint?.address?.socket_address;
  if (socket?.port_value === undefined) {
    note('load_assignment.endpoints.lb_endpoints.endpoint.address');
    return [];
  }
  return [{ host: socket.address, port: socket.port_value, weight }];
}
