import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import type { Variant } from '../protocol/next-response.js';
import type { ResourceType } from '../resource-types.js';

/** A method by which clients ask. */
export interface DiscoveryMethod {
  readonly service: string;
  readonly name: string;
  readonly variant: Variant;
  /** The type that it serves; absent where it serves all. */
  readonly singleType?: ResourceType;
}

/** The methods that are served. xDS protocol: "RPC Services and Methods for Each Variant". */
export const discoveryMethods: readonly DiscoveryMethod[] = Object.freeze([
  ...both('envoy.service.discovery.v3.AggregatedDiscoveryService', 'AggregatedResources'),
  ...both('envoy.service.cluster.v3.ClusterDiscoveryService', 'Clusters', resourceTypeUrls.cluster),
  ...both('envoy.service.endpoint.v3.EndpointDiscoveryService', 'Endpoints', resourceTypeUrls.clusterLoadAssignment),
  ...both('envoy.service.listener.v3.ListenerDiscoveryService', 'Listeners', resourceTypeUrls.listener),
  ...both('envoy.service.route.v3.RouteDiscoveryService', 'Routes', resourceTypeUrls.routeConfiguration),
  ...both('envoy.service.secret.v3.SecretDiscoveryService', 'Secrets', resourceTypeUrls.secret),
  ...both(
    'envoy.service.extension.v3.ExtensionConfigDiscoveryService',
    'ExtensionConfigs',
    resourceTypeUrls.extensionConfig,
  ),
  // There is no state of the world of virtual hosts.
  {
    service: 'envoy.service.route.v3.VirtualHostDiscoveryService',
    name: 'DeltaVirtualHosts',
    variant: 'delta',
    singleType: resourceTypeUrls.virtualHost,
  },
]);

function both(service: string, noun: string, type?: ResourceType): readonly DiscoveryMethod[] {
  const single = type === undefined ? {} : { singleType: type };
  return [
    { service, name: `Stream${noun}`, variant: 'sotw', ...single },
    { service, name: `Delta${noun}`, variant: 'delta', ...single },
  ];
}
