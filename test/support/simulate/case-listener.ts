import { pack } from 'envoy-config-types';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { DifferentialCase } from './differential-case.js';

/** The listener of a case. */
export function caseListener(
  { options, fault, table }: DifferentialCase,
  place: { readonly name: string; readonly port: number; readonly logPath: string },
): Listener {
  return {
    name: place.name,
    address: { socket_address: { address: '127.0.0.1', port_value: place.port } },
    filter_chains: [
      {
        filters: [
          {
            name: 'http',
            typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
              ...options,
              stat_prefix: 'case',
              route_config: { ...table, name: place.name, validate_clusters: false },
              http_filters: [
                fault,
                {
                  name: 'envoy.filters.http.router',
                  typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}),
                },
              ],
              access_log: [
                {
                  name: 'file',
                  typed_config: pack('envoy.extensions.access_loggers.file.v3.FileAccessLog', {
                    path: place.logPath,
                    log_format: {
                      text_format_source: {
                        inline_string:
                          '%REQ(X-CASE)%\t%ROUTE_NAME%\t%RESPONSE_CODE_DETAILS%\t%UPSTREAM_REQUEST_ATTEMPT_COUNT%\n',
                      },
                    },
                  }),
                },
              ],
            }),
          },
        ],
      },
    ],
  };
}
