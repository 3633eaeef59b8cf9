import { pack } from 'envoy-config-types';
import type { FilterChain, Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { DifferentialCase } from './differential-case.js';

/** The listener of a case. */
export function caseListener(
  { scheme = 'http', options, fault, table }: DifferentialCase,
  place: {
    readonly name: string;
    readonly port: number;
    readonly logPath: string;
    /** PEM, for cases over TLS. */
    readonly identity?: { readonly key: string; readonly cert: string };
  },
): Listener {
  return {
    name: place.name,
    address: { socket_address: { address: '127.0.0.1', port_value: place.port } },
    filter_chains: [
      {
        ...(scheme === 'https' ? { transport_socket: tlsSocket(place.identity) } : {}),
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

function tlsSocket(identity = { key: '', cert: '' }): NonNullable<FilterChain['transport_socket']> {
  return {
    name: 'tls',
    typed_config: pack('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
      common_tls_context: {
        tls_certificates: [
          { certificate_chain: { inline_string: identity.cert }, private_key: { inline_string: identity.key } },
        ],
      },
    }),
  };
}
