import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import type { Built } from '../built.js';
import type { ProxyFlavour } from '../proxy-flavour.js';
import type { ResourceChecker } from '../resource-checker.js';
import { destinationClusters } from './destination-clusters.js';
import { servedDiscovery } from './served-discovery.js';

/** Makes a builder of the clusters of proxies that ask a server; callers of one destination share them. */
export function createServedClusters(
  flavour: ProxyFlavour,
  check: ResourceChecker,
): (destination: EffectiveDestination) => readonly Built<Cluster>[] {
  return memoiseByObject((destination) =>
    destinationClusters(destination, {
      flavour,
      check,
      meshDiscovery: servedDiscovery,
      // A listener of a sidecar's own, or a route of a gateway, stands for the first host of an external service.
    }).slice(0, 1),
  );
}
