import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { fileConfigSource, type ConfigDirectory } from '../../../envoy-resources/file-config-source.js';
import { resourceFileName } from '../../../envoy-resources/resource-file-name.js';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import { sortBy } from '../../../util/sort-by.js';
import type { Built } from '../built.js';
import { destinationClusters } from '../clusters/destination-clusters.js';
import { loadAssignment, type EndpointAddress } from '../clusters/load-assignment.js';
import type { LocalEnvironment } from '../environment.js';
import type { ProxyFlavour } from '../proxy-flavour.js';
import type { ResourceChecker } from '../resource-checker.js';

/** What the clusters of one local proxy are made from. */
export interface LocalClustersInput {
  readonly destinations: readonly EffectiveDestination[];
  readonly environment: LocalEnvironment;
  readonly directory: ConfigDirectory;
  readonly flavour: ProxyFlavour;
}

/** The clusters of a local proxy, and for those of the mesh the endpoints, in watched files of their own. */
export function localClusters(
  { destinations, environment, directory, flavour }: LocalClustersInput,
  check: ResourceChecker,
): { readonly clusters: readonly Built<Cluster>[]; readonly endpoints: readonly Built<ClusterLoadAssignment>[] } {
  return {
    clusters: destinations.flatMap((destination) =>
      destinationClusters(destination, {
        flavour,
        check,
        meshDiscovery: ({ name }) => ({
          name,
          type: 'EDS',
          eds_cluster_config: { eds_config: fileConfigSource(directory, resourceFileName('eds', name)) },
        }),
        // A local listener stands for the callee's first host.
      }).slice(0, 1),
    ),
    endpoints: destinations.flatMap((destination) => {
      if (destination.backend.kind === 'external-service') return [];
      return [
        check({
          type: 'envoy.config.endpoint.v3.ClusterLoadAssignment',
          label: `endpoints of "${destination.name}"`,
          resource: loadAssignment(destination.name, addresses(destination, environment)),
          origin: destination.origin,
        }),
      ];
    }),
  };
}

/** The proxies in front of the instances that a destination means, sorted by instance. */
function addresses(
  { backend, port }: EffectiveDestination,
  { instances }: LocalEnvironment,
): readonly EndpointAddress[] {
  const wanted = sortBy(Object.entries(instances), ([name]) => name).filter(
    ([, { kind, owner, version }]) =>
      kind === 'service' &&
      owner === backend.service.name &&
      (backend.kind !== 'version' || version === backend.version),
  );
  return wanted.flatMap(([, { inboundPorts }]) => {
    const number = inboundPorts[port.name];
    return number === undefined ? [] : [{ address: '127.0.0.1', port: number }];
  });
}
