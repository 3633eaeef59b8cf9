import type { Route, RouteMatch } from 'envoy-config-types/envoy/config/route/v3';
import type { Origin } from '../../diagnostics/origin.js';
import type { Built } from '../../targets/envoy/built.js';
import type { ResourceChecker } from '../../targets/envoy/resource-checker.js';

/** What no route of a port names yet. */
export interface GrpcUnusedRouteInput {
  /** `<callee>/<port>`. */
  readonly port: string;
  /** Names of clusters; at least one. */
  readonly clusters: readonly string[];
  readonly origin: Origin;
}

/** No call has a header and has it not. */
const never: RouteMatch = {
  prefix: '/',
  headers: [
    { name: 'x-never', present_match: true },
    { name: 'x-never', present_match: true, invert_match: true },
  ],
};

/**
 * A route that no call meets and that names what the others do not. grpc-go 1.84 fails calls with UNAVAILABLE, "unknown
 * cluster selected", in the moment in which routes first name a cluster: so clients have it before calls may go to it.
 * Reports `envoy-resource-invalid`.
 */
export function grpcUnusedRoute(
  { port, clusters, origin }: GrpcUnusedRouteInput,
  check: ResourceChecker,
): Built<readonly Route[]> {
  const name = `${port}/unused`;
  const resource: Route = {
    name,
    match: never,
    route: { weighted_clusters: { clusters: clusters.map((cluster) => ({ name: cluster, weight: 1 })) } },
  };
  const built = check({ type: 'envoy.config.route.v3.Route', label: `gRPC route "${name}"`, resource, origin });
  return { ...built, resource: [built.resource] };
}
