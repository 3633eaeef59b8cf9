import { pack } from 'envoy-config-types';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { adminCluster } from '../bootstrap/admin-cluster.js';
import { httpFilters } from '../filters/http-filters.js';
import { listener } from './listener.js';

/** One page of the admin interface, opened to the network. */
export interface AdminPage {
  readonly name: string;
  readonly port: number;
  readonly path: string;
  /** The page behind it. */
  readonly adminPath: string;
}

/**
 * A listener that lets others see one page of the admin interface and nothing else: the rest of it can stop the proxy.
 * It serves under overload too, when it matters most.
 */
export function adminPageListener({ name, port, path, adminPath }: AdminPage): Listener {
  return {
    ...listener({ name, address: '0.0.0.0', port, direction: 'INBOUND' }),
    ignore_global_conn_limit: true,
    bypass_overload_manager: true,
    filter_chains: [
      {
        filters: [
          {
            name: 'envoy.filters.network.http_connection_manager',
            typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
              stat_prefix: name,
              normalize_path: true,
              http_filters: httpFilters([]),
              route_config: {
                name,
                virtual_hosts: [
                  {
                    name,
                    domains: ['*'],
                    routes: [
                      {
                        name,
                        match: { path, headers: [{ name: ':method', string_match: { exact: 'GET' } }] },
                        route: {
                          cluster: adminCluster.name,
                          timeout: '5s',
                          ...(path === adminPath ? {} : { prefix_rewrite: adminPath }),
                        },
                      },
                    ],
                  },
                ],
              },
            }),
          },
        ],
      },
    ],
  };
}
