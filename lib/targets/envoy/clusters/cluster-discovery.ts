import type {
  Cluster_CustomClusterType,
  Cluster_DiscoveryType,
  Cluster_Fields,
} from 'envoy-config-types/envoy/config/cluster/v3';

/** The fields of a cluster that say where its endpoints are found. */
export type ClusterDiscovery = Pick<Cluster_Fields, 'name' | 'load_assignment' | 'eds_cluster_config'> &
  ({ readonly type: Cluster_DiscoveryType } | { readonly cluster_type: Cluster_CustomClusterType });
