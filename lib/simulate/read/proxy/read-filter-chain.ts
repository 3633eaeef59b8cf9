import type { Filter, FilterChain, FilterChainMatch } from 'envoy-config-types/envoy/config/listener/v3';
import type { CidrRange } from 'envoy-config-types/envoy/config/core/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { HttpConnectionManager } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import type { TcpProxy } from 'envoy-config-types/envoy/extensions/filters/network/tcp_proxy/v3';
import type { ChainMatch } from '../../proxy/chain-match.js';
import type { ChainHandler, SimulatedFilterChain } from '../../proxy/simulated-proxy.js';
import { readHttpManager } from '../../read-http-manager.js';
import type { Note } from '../note.js';
import { noteUnknownFields } from '../note-unknown-fields.js';
import { typeName } from '../type-name.js';
import { readTcpProxy } from './read-tcp-proxy.js';

/** What the chains of a proxy are read with. */
export interface ChainResources {
  readonly routes: readonly RouteConfiguration[];
  readonly clusters: ReadonlySet<string>;
}

const known = new Set([
  'name',
  'filter_chain_match',
  'filters',
  'metadata',
  'transport_socket',
  'transport_socket_connect_timeout',
]);
const knownOfMatch = new Set([
  'destination_port',
  'prefix_ranges',
  'server_names',
  'transport_protocol',
  'application_protocols',
  'direct_source_prefix_ranges',
  'source_type',
  'source_prefix_ranges',
  'source_ports',
]);
const sourceTypes = { ANY: 'any', SAME_IP_OR_LOOPBACK: 'same-ip-or-loopback', EXTERNAL: 'external' } as const;
const networkFilters = 'envoy.extensions.filters.network.';

/** Reads a filter chain of a listener. */
export function readFilterChain(listener: string, chain: FilterChain, resources: ChainResources): SimulatedFilterChain {
  const name = chain.name ?? '';
  const unknown: string[] = [];
  const note: Note = (field) => void unknown.push(`filter chain "${name}" of listener "${listener}": ${field}`);
  noteUnknownFields(chain, known, note);
  const filters = chain.filters ?? [];
  for (const { name: filter } of filters.slice(0, -1)) note(`filters: "${filter}"`);
  return {
    name,
    match: readMatch(chain.filter_chain_match ?? {}, note),
    terminatesTls: readTermination(chain, note),
    handler: readHandler({ listener, filter: filters.at(-1), resources }, note),
    unknown,
  };
}

function readMatch(match: FilterChainMatch, note: Note): ChainMatch {
  noteUnknownFields(match, knownOfMatch, (field) => {
    note(`filter_chain_match.${field}`);
  });
  const ranges = (list: readonly CidrRange[] = []): readonly string[] =>
    list.map(({ address_prefix: prefix, prefix_len: length = 0 }) => `${prefix}/${String(length)}`);
  return {
    destinationPort: match.destination_port,
    destinationRanges: ranges(match.prefix_ranges),
    serverNames: (match.server_names ?? []).map((name) => name.toLowerCase()),
    transportProtocol: match.transport_protocol === '' ? undefined : match.transport_protocol,
    applicationProtocols: match.application_protocols ?? [],
    directSourceRanges: ranges(match.direct_source_prefix_ranges),
    sourceType: sourceTypes[match.source_type ?? 'ANY'],
    sourceRanges: ranges(match.source_prefix_ranges),
    sourcePorts: match.source_ports ?? [],
  };
}

function readTermination({ transport_socket: socket }: FilterChain, note: Note): boolean {
  if (socket === undefined) return false;
  const type = typeName(socket.typed_config);
  if (type === 'envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer') return false;
  if (type !== 'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext') {
    note(`transport_socket: "${socket.name}"`);
    return false;
  }
  // Such a handshake may fail for reasons that a connection does not say here.
  const { require_client_certificate: asksClient, require_sni: asksName } = socket.typed_config as {
    readonly require_client_certificate?: boolean;
    readonly require_sni?: boolean;
  };
  if (asksClient === true) note('transport_socket: require_client_certificate');
  if (asksName === true) note('transport_socket: require_sni');
  return true;
}

function readHandler(
  last: { readonly listener: string; readonly filter: Filter | undefined; readonly resources: ChainResources },
  note: Note,
): ChainHandler {
  const { listener, filter, resources } = last;
  const config = filter?.typed_config;
  const type = typeName(config);
  if (type === `${networkFilters}http_connection_manager.v3.HttpConnectionManager`) {
    // The type URL has just said what it is.
    return {
      kind: 'http',
      manager: readHttpManager({ name: listener, manager: config as HttpConnectionManager, ...resources }),
    };
  }
  if (type === `${networkFilters}tcp_proxy.v3.TcpProxy`) return readTcpProxy(config as TcpProxy, note); // so here
  return { kind: 'unknown', filter: filter?.name ?? 'none' };
}
