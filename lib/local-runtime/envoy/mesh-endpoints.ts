import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import { createEndpointBuilder } from '../../control-plane/endpoints/create-endpoint-builder.js';
import { endpointTargets } from '../../control-plane/endpoints/endpoint-targets.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { emptyContent } from '../../registry/rules/content-draft.js';
import { replaceContent } from '../../registry/rules/replace-content.js';
import type { LocalInstance } from '../../targets/envoy/environment.js';

/**
 * Gives the clusters of a proxy their endpoints: the proxies in front of the instances on this machine, which are the content
 * of a registry as under `meshwright serve`.
 *
 * @param instances by name, `<service>/<version>` or a gateway's
 */
export function meshEndpoints(
  mesh: EffectiveMesh,
  instances: Readonly<Record<string, LocalInstance>>,
): (resources: ResourceSet) => ResourceSet {
  const targets = endpointTargets(mesh);
  const endpointsOf = createEndpointBuilder();
  const registered = Object.values(instances).flatMap(({ owner: service, version, inboundPorts: ports }) => {
    if (version === undefined) return [];
    const place = { address: '127.0.0.1', ports, weight: 1, status: 'healthy' as const };
    return [{ service, id: version, version, metadata: {}, ...place }];
  });
  const content = replaceContent(emptyContent, { services: [], instances: registered }, 1);
  return (resources) => ({
    ...resources,
    endpoints: resources.clusters.flatMap(({ name }) => {
      const target = targets.get(name);
      return target === undefined ? [] : [endpointsOf(target, content)];
    }),
  });
}
