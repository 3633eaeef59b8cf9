import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { ResourceKey, ServedResource } from '../../../lib/xds/served-resource.js';

/** Resources without content: `served.route('r', 2, ['c'])` is version 2 of a route that refers to cluster c. */
export const served = {
  /** A cluster that gets its endpoints under its own name, and has secrets. */
  cluster: (name: string, version = 1, secrets: readonly string[] = []): ServedResource =>
    resource(resourceTypeUrls.cluster, name, version, [
      { type: resourceTypeUrls.clusterLoadAssignment, name },
      ...secrets.map((secret) => ({ type: resourceTypeUrls.secret, name: secret })),
    ]),
  /** A cluster that needs no endpoints. */
  fixedCluster: (name: string, version = 1): ServedResource => resource(resourceTypeUrls.cluster, name, version, []),
  endpoints: (name: string, version = 1): ServedResource =>
    resource(resourceTypeUrls.clusterLoadAssignment, name, version, []),
  secret: (name: string, version = 1): ServedResource => resource(resourceTypeUrls.secret, name, version, []),
  listener: (name: string, version: number, routes: readonly string[]): ServedResource =>
    resource(
      resourceTypeUrls.listener,
      name,
      version,
      routes.map((route) => ({ type: resourceTypeUrls.routeConfiguration, name: route })),
    ),
  route: (name: string, version: number, clusters: readonly string[]): ServedResource =>
    resource(
      resourceTypeUrls.routeConfiguration,
      name,
      version,
      clusters.map((cluster) => ({ type: resourceTypeUrls.cluster, name: cluster })),
    ),
};

function resource(
  type: ServedResource['type'],
  name: string,
  version: number,
  references: readonly ResourceKey[],
): ServedResource {
  return { type, name, version: String(version), references };
}
