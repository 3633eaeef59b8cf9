import { adsConfigSource } from '../../../envoy-resources/resource-source.js';
import type { ClusterDiscovery } from './cluster-discovery.js';

/** Endpoints by the server that the proxy asks for everything. Envoy: `Cluster.EdsClusterConfig`. */
export function servedDiscovery({ name }: { readonly name: string }): ClusterDiscovery {
  return { name, type: 'EDS', eds_cluster_config: { eds_config: adsConfigSource } };
}
