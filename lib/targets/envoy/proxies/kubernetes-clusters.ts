import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { headlessServiceName, serviceHost, versionServiceName } from '../../../util/kubernetes-names.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import type { Built } from '../built.js';
import type { ClusterDiscovery } from '../clusters/cluster-discovery.js';
import { destinationClusters, type MeshDestination } from '../clusters/destination-clusters.js';
import { dnsDiscovery } from '../clusters/dns-discovery.js';
import { loadAssignment } from '../clusters/load-assignment.js';
import { servedDiscovery } from '../clusters/served-discovery.js';
import type { ProxyFlavour } from '../proxy-flavour.js';
import type { ResourceChecker } from '../resource-checker.js';

/** What the clusters of destinations are made from. */
export interface KubernetesClustersInput {
  readonly ir: MeshIr;
  readonly flavour: ProxyFlavour;
  /** A server knows the endpoints itself; files leave them to DNS. */
  readonly source: ResourceSource;
}

/** Builds the clusters of destinations in Kubernetes, each once for all proxies of a flavour. */
export function createKubernetesClusters(
  { ir, flavour, source }: KubernetesClustersInput,
  check: ResourceChecker,
): (destination: EffectiveDestination) => readonly Built<Cluster>[] {
  const byDns = ({ name, backend, port }: MeshDestination): ClusterDiscovery => {
    const { service } = backend;
    const headless =
      backend.kind === 'version'
        ? versionServiceName(service.name, backend.version)
        : headlessServiceName(service.name);
    return {
      name,
      cluster_type: dnsDiscovery('every-address'),
      // A headless Service resolves to the pods themselves, which listen on the target port.
      load_assignment: loadAssignment(name, [{ address: serviceHost(headless, ir), port: port.targetPort }]),
    };
  };
  return memoiseByObject((destination) =>
    destinationClusters(destination, {
      flavour,
      meshDiscovery: source.changedBy === 'server' ? servedDiscovery : byDns,
      check,
    }),
  );
}
