import { pack } from 'envoy-config-types';
import type { Filter, FilterChain, FilterChainMatch, Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { ownPort, type CaseChain, type CasePorts, type ChainCase } from './chain-case.js';

/** Where the listeners of a case stand, and what they need. */
export interface ChainPlace {
  readonly name: string;
  readonly ports: CasePorts;
  readonly logPath: string;
  /** PEM, for chains that end TLS. */
  readonly certificate: { readonly key: string; readonly cert: string };
}

/** The listeners of a case; the log says which chain took each connection, by the client's address. */
export function chainListeners({ listeners }: ChainCase, place: ChainPlace): readonly Listener[] {
  return listeners.map(({ host, inspectsTls, chains, defaultChain }, index) => ({
    name: `${place.name}.${index}`,
    address: { socket_address: { address: host, port_value: place.ports.own } },
    listener_filters: inspectsTls
      ? [
          {
            name: 'tls_inspector',
            typed_config: pack('envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector', {}),
          },
        ]
      : [],
    filter_chains: chains.map((chain) => filterChain(chain, place)),
    ...(defaultChain === undefined ? {} : { default_filter_chain: filterChain(defaultChain, place) }),
    access_log: [
      {
        name: 'file',
        typed_config: pack('envoy.extensions.access_loggers.file.v3.FileAccessLog', {
          path: place.logPath,
          log_format: {
            text_format_source: {
              inline_string: '%DOWNSTREAM_REMOTE_ADDRESS%>%DOWNSTREAM_LOCAL_ADDRESS%\t%FILTER_CHAIN_NAME%\n',
            },
          },
        }),
      },
    ],
  }));
}

function filterChain({ name, match, kind }: CaseChain, { ports, certificate }: ChainPlace): FilterChain {
  const { key, cert } = certificate;
  return {
    name,
    filter_chain_match: placePorts(match, ports),
    filters: [filters[kind](name)],
    ...(kind === 'tls'
      ? {
          transport_socket: {
            name: 'tls',
            typed_config: pack('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
              common_tls_context: {
                tls_certificates: [{ certificate_chain: { inline_string: cert }, private_key: { inline_string: key } }],
              },
            }),
          },
        }
      : {}),
  };
}

function placePorts(match: FilterChainMatch, { own, sources }: CasePorts): FilterChainMatch {
  const { destination_port: destination, source_ports: wanted } = match;
  return {
    ...match,
    ...(destination === ownPort ? { destination_port: own } : {}),
    ...(wanted === undefined ? {} : { source_ports: wanted.map((port) => sources[port - 1] ?? port) }),
  };
}

const answer = (name: string): Filter => ({
  name: 'answer',
  typed_config: pack('envoy.extensions.filters.network.direct_response.v3.Config', {
    response: { inline_string: name },
  }),
});

const filters: Readonly<Record<CaseChain['kind'], (name: string) => Filter>> = {
  answer,
  tls: answer,
  tcp: (name) => ({
    name: 'tcp',
    typed_config: pack('envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', {
      stat_prefix: name,
      cluster: 'echo',
    }),
  }),
  http: (name) => ({
    name: 'http',
    typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
      // Else it waits a second for the client to close first.
      delayed_close_timeout: '0s',
      stat_prefix: name,
      route_config: {
        virtual_hosts: [
          {
            name: 'all',
            domains: ['*'],
            routes: [{ match: { prefix: '/' }, direct_response: { status: 200, body: { inline_string: name } } }],
          },
        ],
      },
      http_filters: [{ name: 'router', typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}) }],
    }),
  }),
};
