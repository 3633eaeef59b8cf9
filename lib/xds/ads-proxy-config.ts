import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ConfigSource } from 'envoy-config-types/envoy/config/core/v3';
import { pack } from 'envoy-config-types';
import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import type { Variant } from './protocol/next-response.js';

/** Where a proxy finds the server, and which protocol it speaks. */
export interface AdsServer {
  readonly host: string;
  readonly port: number;
  readonly variant: Variant;
}

/** Turns configurations that read files into such that ask a server. */
export type AdsConverter = (config: ProxyConfig, server: AdsServer) => ProxyConfig;

const clusterName = 'meshwright-xds';

/**
 * Creates a converter; resources that proxies share are shared afterwards too.
 * Envoy: `Bootstrap.DynamicResources.ads_config`, `ConfigSource.ads`.
 */
export function createAdsConverter(): AdsConverter {
  // What comes out has the type of what went in: one source of configuration stands for another.
  const convert = memoiseByObject<object, unknown>(withAds) as <T extends object>(resource: T) => T;
  return (config, server) => {
    const { listeners, routes, clusters, endpoints } = config.resources;
    return {
      ...config,
      bootstrap: adsBootstrap(config.bootstrap, server),
      resources: { listeners: listeners.map(convert), routes, clusters: clusters.map(convert), endpoints },
    };
  };
}

const ads: ConfigSource = Object.freeze({ resource_api_version: 'V3', ads: {} });

function withAds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAds);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, 'path_config_source')) return ads;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withAds(child)]));
}

function adsBootstrap(bootstrap: Bootstrap, server: AdsServer): Bootstrap {
  const { static_resources: known } = bootstrap;
  return {
    ...bootstrap,
    dynamic_resources: {
      ads_config: {
        api_type: server.variant === 'delta' ? 'DELTA_GRPC' : 'GRPC',
        transport_api_version: 'V3',
        // The node with its list of extensions is most of a request.
        set_node_on_first_message_only: true,
        grpc_services: [{ envoy_grpc: { cluster_name: clusterName } }],
      },
      cds_config: ads,
      lds_config: ads,
    },
    static_resources: { ...known, clusters: [...(known?.clusters ?? []), serverCluster(server)] },
  };
}

function serverCluster({ host, port }: AdsServer): Cluster {
  return {
    name: clusterName,
    type: 'STRICT_DNS',
    connect_timeout: '1s',
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          explicit_http_config: {
            http2_protocol_options: { connection_keepalive: { interval: '30s', timeout: '10s' } },
          },
        },
      ),
    },
    load_assignment: {
      cluster_name: clusterName,
      endpoints: [
        { lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }] },
      ],
    },
  };
}
