import { pack } from 'envoy-config-types';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { SocketAddress } from 'envoy-config-types/envoy/config/core/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Secret } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import type { ResourceSet } from '../../../lib/envoy-resources/resource-set.js';

/** Key and certificate, PEM. */
export interface Pair {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** One Envoy that calls itself: a plain listener whose requests go on by mutual TLS to a listener that answers them. */
export interface TlsHop {
  readonly ports: { readonly plain: number; readonly tls: number };
  readonly serverPair: Pair;
  readonly clientPair: Pair;
  /** PEM of what both trust. */
  readonly roots: string;
  /** Changes the cluster, and nothing else. */
  readonly connectTimeout?: `${number}s`;
  /** Changes the listener with TLS, and nothing else. */
  readonly tlsBody?: string;
}

const ads = { resource_api_version: 'V3', ads: {} } as const;
const secret = (name: string) => ({ name, sds_config: ads });
const address = (port: number): { readonly socket_address: SocketAddress } => ({
  socket_address: { address: '127.0.0.1', port_value: port },
});

/** The resources of it; keys, certificates and roots come as secrets. */
export function tlsHop(hop: TlsHop): ResourceSet {
  return {
    secrets: [
      pair('client-certificate', hop.clientPair),
      { name: 'roots', validation_context: { trusted_ca: { inline_string: hop.roots } } },
      pair('server-certificate', hop.serverPair),
    ],
    clusters: [upstream(hop)],
    endpoints: [],
    listeners: [plainListener(hop), tlsListener(hop)],
    routes: [
      {
        name: 'hop',
        virtual_hosts: [
          { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'upstream' } }] },
        ],
      },
    ],
  };
}

function pair(name: string, { key, cert }: Pair): Secret {
  return {
    name,
    tls_certificate: {
      certificate_chain: { inline_string: cert.toString() },
      private_key: { inline_string: key.toString() },
    },
  };
}

function upstream({ ports, connectTimeout = '1s' }: TlsHop): Cluster {
  return {
    name: 'upstream',
    type: 'STATIC',
    connect_timeout: connectTimeout,
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: pack('envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
        common_tls_context: {
          tls_certificate_sds_secret_configs: [secret('client-certificate')],
          validation_context_sds_secret_config: secret('roots'),
        },
      }),
    },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': pack(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          // Each request shakes hands anew, with what is the certificate then.
          common_http_protocol_options: { max_requests_per_connection: 1 },
          explicit_http_config: { http_protocol_options: {} },
        },
      ),
    },
    load_assignment: {
      cluster_name: 'upstream',
      endpoints: [{ lb_endpoints: [{ endpoint: { address: address(ports.tls) } }] }],
    },
  };
}

function plainListener({ ports }: TlsHop): Listener {
  return {
    name: 'plain',
    address: address(ports.plain),
    filter_chains: [
      {
        filters: [
          {
            name: 'hcm',
            typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
              stat_prefix: 'plain',
              rds: { route_config_name: 'hop', config_source: ads },
              http_filters: [router],
            }),
          },
        ],
      },
    ],
  };
}

function tlsListener({ ports, tlsBody = 'by tls' }: TlsHop): Listener {
  return {
    name: 'tls',
    address: address(ports.tls),
    filter_chains: [
      {
        transport_socket: {
          name: 'envoy.transport_sockets.tls',
          typed_config: pack('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
            require_client_certificate: true,
            common_tls_context: {
              tls_certificate_sds_secret_configs: [secret('server-certificate')],
              validation_context_sds_secret_config: secret('roots'),
            },
          }),
        },
        filters: [
          {
            name: 'hcm',
            typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
              stat_prefix: 'tls',
              route_config: {
                name: 'answer',
                virtual_hosts: [
                  {
                    name: 'all',
                    domains: ['*'],
                    routes: [
                      { match: { prefix: '/' }, direct_response: { status: 200, body: { inline_string: tlsBody } } },
                    ],
                  },
                ],
              },
              http_filters: [router],
            }),
          },
        ],
      },
    ],
  };
}

const router = {
  name: 'envoy.filters.http.router',
  typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}),
} as const;
