import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { grpcAssignment } from '../grpc/grpc-assignment.js';

/**
 * The endpoints of an Envoy's cluster as gRPC clients need them. They pass over those that are not healthy anyway, whose weight
 * must not count in the shares.
 */
export function grpcEndpoints(assignment: ClusterLoadAssignment): ClusterLoadAssignment {
  const endpoints = (assignment.endpoints ?? []).flatMap((locality) => {
    const healthy = (locality.lb_endpoints ?? []).filter(({ health_status: status }) => status === undefined);
    return healthy.length === 0 ? [] : [{ ...locality, lb_endpoints: healthy }];
  });
  return grpcAssignment({ ...assignment, endpoints });
}
