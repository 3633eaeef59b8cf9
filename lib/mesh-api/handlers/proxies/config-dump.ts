import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { resourceTypeUrls } from '../../../envoy-resources/resource-type-urls.js';
import type { ResourceSet } from '../../../envoy-resources/resource-set.js';
import { resourceVersion } from '../../../xds/resource-version.js';
import { redactSecrets } from './redact-secrets.js';

/** What one node is to hold. */
export interface NodeConfig {
  readonly nodeId: string;
  readonly resources: ResourceSet;
  readonly bootstrap?: Bootstrap | undefined;
}

/** A node's configuration as its Envoy's `/config_dump?include_eds` would tell it once all is accepted, without secrets. */
export function configDump({ nodeId, resources, bootstrap }: NodeConfig): { readonly configs: readonly object[] } {
  const { listeners, routes, clusters, endpoints } = resources;
  return {
    configs: [
      section('Bootstrap', {
        // What a proxy is to hold comes by xDS; of its bootstrap the dump has the rest.
        bootstrap: redactSecrets({ ...bootstrap, node: { ...bootstrap?.node, id: nodeId } }),
      }),
      section('Clusters', { dynamic_active_clusters: clusters.map(held('cluster', resourceTypeUrls.cluster)) }),
      section('Endpoints', {
        dynamic_endpoint_configs: endpoints.map(held('endpoint_config', resourceTypeUrls.clusterLoadAssignment)),
      }),
      section('Listeners', {
        dynamic_listeners: listeners.map((listener) => ({
          name: listener.name,
          active_state: held('listener', resourceTypeUrls.listener)(listener),
        })),
      }),
      section('Routes', {
        dynamic_route_configs: routes.map(held('route_config', resourceTypeUrls.routeConfiguration)),
      }),
    ],
  };
}

function section(kind: string, content: object): object {
  return { '@type': `type.googleapis.com/envoy.admin.v3.${kind}ConfigDump`, ...content };
}

function held(field: string, typeUrl: string): (resource: object) => object {
  return (resource) => ({
    version_info: resourceVersion(resource),
    [field]: { '@type': typeUrl, ...(redactSecrets(resource) as object) },
  });
}
