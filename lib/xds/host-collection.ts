import { resourceTypeUrls } from '../envoy-resources/resource-type-urls.js';
import type { ResourceType } from './resource-types.js';
import type { ResourceKey } from './served-resource.js';

/**
 * Names all virtual hosts that a route configuration with `vhds` fetches when they are needed. Envoy does not take such a
 * configuration into use before it has heard something about one of them, though it asks for none: so it is told that there is
 * none of this name. Envoy: `VhdsSubscription`, resource names are "<route configuration>/<host>".
 */
export function hostCollection(routes: string): ResourceKey {
  return { type: resourceTypeUrls.virtualHost, name: `${routes}${ending}` };
}

/** Whether a name is one of those. */
export function isHostCollection(type: ResourceType, name: string): boolean {
  return type === resourceTypeUrls.virtualHost && name.endsWith(ending);
}

// No host is called so.
const ending = '/*';
