import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { TypedExtensionConfig } from 'envoy-config-types/envoy/config/core/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { RouteConfiguration, VirtualHost } from 'envoy-config-types/envoy/config/route/v3';
import type { Secret } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';

/** The dynamic resources of one proxy, as xDS knows them. Each list is sorted by resource name. */
export interface ResourceSet {
  readonly listeners: readonly Listener[];
  readonly routes: readonly RouteConfiguration[];
  readonly clusters: readonly Cluster[];
  /** Only for clusters that get their endpoints by EDS. */
  readonly endpoints: readonly ClusterLoadAssignment[];
  /** What listeners and clusters name as `sds_secret_config`. Never to be written or shown. @default - none */
  readonly secrets?: readonly Secret[];
  /** Configurations of filters that listeners name by `config_discovery`. @default - none */
  readonly extensions?: readonly TypedExtensionConfig[];
  /** What a proxy fetches at the first request to one of its domains. @default - none */
  readonly onDemandHosts?: readonly OnDemandHost[];
}

/** A virtual host of a route configuration that has `vhds`. Envoy: on-demand VHDS. */
export interface OnDemandHost {
  /** Name of the route configuration. */
  readonly routes: string;
  /**
   * Each of its domains is asked for by itself, as it stands here: a host, with its port where clients say one, without `*`. Proxies
   * know it as "<routes>/<domain>"; its own name does not reach them.
   */
  readonly virtualHost: VirtualHost;
}
