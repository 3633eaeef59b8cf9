import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { HttpFilter } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';

/** Configuration comes by the stream that the listener came by. */
export const ads = { resource_api_version: 'V3', ads: {} } as const;

/** A listener of 127.0.0.1 that takes its routes by RDS, with filters before the router. */
export function httpListener(port: number, routes: string, filters: readonly HttpFilter[] = []): Listener {
  return {
    name: `on-${String(port)}`,
    address: { socket_address: { address: '127.0.0.1', port_value: port } },
    filter_chains: [
      {
        filters: [
          {
            name: 'hcm',
            typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
              stat_prefix: 'test',
              rds: { route_config_name: routes, config_source: ads },
              http_filters: [
                ...filters,
                {
                  name: 'envoy.filters.http.router',
                  typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}),
                },
              ],
            }),
          },
        ],
      },
    ],
  };
}

/** A cluster of one endpoint on 127.0.0.1. */
export function clusterAt(name: string, port: number): Cluster {
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: {
      cluster_name: name,
      endpoints: [
        {
          lb_endpoints: [{ endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } } }],
        },
      ],
    },
  };
}
