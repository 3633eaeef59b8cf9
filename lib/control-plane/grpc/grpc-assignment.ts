import type {
  ClusterLoadAssignment,
  LbEndpoint,
  LocalityLbEndpoints,
} from 'envoy-config-types/envoy/config/endpoint/v3';
import { deepFreeze } from '../../util/deep-freeze.js';
import { sortBy } from '../../util/sort-by.js';

/**
 * Endpoints as gRPC clients need them, from those that proxies are given. gRPC passes over localities without a weight,
 * and inside of one it goes round robin, whatever the weights of its endpoints. So each weight that differs becomes a locality of
 * its own, with the sum as its weight: the shares are those of the endpoints then. gRFC A27, A52 `xds_wrr_locality`.
 */
export function grpcAssignment(assignment: ClusterLoadAssignment): ClusterLoadAssignment {
  return deepFreeze({
    ...assignment,
    endpoints: (assignment.endpoints ?? []).flatMap(localitiesByWeight),
  });
}

function localitiesByWeight(locality: LocalityLbEndpoints): LocalityLbEndpoints[] {
  const endpointsByWeight = new Map<number, LbEndpoint[]>();
  for (const endpoint of locality.lb_endpoints ?? []) {
    const weight = endpoint.load_balancing_weight ?? 1;
    endpointsByWeight.set(weight, [...(endpointsByWeight.get(weight) ?? []), endpoint]);
  }
  const isOne = endpointsByWeight.size === 1;
  return sortBy([...endpointsByWeight], ([weight]) => String(weight).padStart(10, '0')).map(([weight, endpoints]) => ({
    ...locality,
    // Clients refuse a locality without a name, be it an empty one, and two of one name and priority.
    locality: isOne ? (locality.locality ?? {}) : { ...locality.locality, sub_zone: subZone(locality, weight) },
    lb_endpoints: endpoints,
    load_balancing_weight: weight * endpoints.length,
  }));
}

function subZone({ locality }: LocalityLbEndpoints, weight: number): string {
  return [locality?.sub_zone ?? '', `weight-${String(weight)}`].filter((part) => part !== '').join('/');
}
