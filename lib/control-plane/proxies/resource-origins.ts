import type { Origin } from '../../diagnostics/origin.js';
import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';

/** Where a resource of a node stems from in the user's program: for routes every rule in it. Empty where nobody knows. */
export function resourceOrigins(
  { resources, origins }: { readonly resources: ResourceSet; readonly origins: OriginTable },
  typeUrl: string,
  name: string,
): readonly Origin[] {
  const found = (keys: readonly string[]): readonly Origin[] =>
    keys.flatMap((key) => {
      const origin = origins[key];
      return origin === undefined ? [] : [origin];
    });
  switch (typeUrl) {
    case resourceTypeUrls.cluster:
    case resourceTypeUrls.clusterLoadAssignment:
      return found([`cluster/${name}`]);
    case resourceTypeUrls.listener:
      return found([`listener/${name}`]);
    case resourceTypeUrls.routeConfiguration: {
      const hosts = resources.routes.find((routes) => routes.name === name)?.virtual_hosts ?? [];
      const routes = hosts.flatMap((host) => host.routes ?? []);
      // A rule that takes several routes to say has them numbered.
      return found(routes.map((route) => `route/${(route.name ?? '').replace(/#\d+$/, '')}`));
    }
    default:
      return [];
  }
}
