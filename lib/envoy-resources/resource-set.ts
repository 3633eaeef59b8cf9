import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';

/** The dynamic resources of one proxy, as xDS knows them. Each list is sorted by resource name. */
export interface ResourceSet {
  readonly listeners: readonly Listener[];
  readonly routes: readonly RouteConfiguration[];
  readonly clusters: readonly Cluster[];
  /** Only for clusters that get their endpoints by EDS. */
  readonly endpoints: readonly ClusterLoadAssignment[];
}
