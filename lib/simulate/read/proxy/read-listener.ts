import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { SimulatedListener } from '../../proxy/simulated-proxy.js';
import { noteUnknownFields } from '../note-unknown-fields.js';
import { typeName } from '../type-name.js';
import { readFilterChain, type ChainResources } from './read-filter-chain.js';

/** Read, or about buffers, sockets, statistics and load: the latter decide over no single connection. */
const known = new Set([
  '@type',
  'name',
  'address',
  'stat_prefix',
  'stats_matcher',
  'filter_chains',
  'use_original_dst',
  'default_filter_chain',
  'per_connection_buffer_limit_bytes',
  'per_connection_buffer_high_watermark_timeout',
  'metadata',
  'drain_type',
  'listener_filters',
  'listener_filters_timeout',
  'continue_on_listener_filters_timeout',
  'freebind',
  'socket_options',
  'tcp_fast_open_queue_length',
  'traffic_direction',
  'connection_balance_config',
  'reuse_port',
  'enable_reuse_port',
  'access_log',
  'tcp_backlog_size',
  'max_connections_to_accept_per_socket_event',
  'bind_to_port',
  'enable_mptcp',
  'ignore_global_conn_limit',
  'bypass_overload_manager',
  'tcp_keepalive',
]);
const directions = { UNSPECIFIED: 'unspecified', INBOUND: 'inbound', OUTBOUND: 'outbound' } as const;
const originalDst = 'envoy.extensions.filters.listener.original_dst.v3.OriginalDst';
const tlsInspector = 'envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector';

/** Reads a listener into the form that connections are accepted on. */
export function readListener(listener: Listener, resources: ChainResources): SimulatedListener {
  const name = listener.name ?? '';
  const unknown: string[] = [];
  const note = (field: string): void => void unknown.push(`listener "${name}": ${field}`);
  noteUnknownFields(listener, known, note);
  const filterTypes = new Set<string | undefined>();
  for (const { name: filter, typed_config: config, filter_disabled: disabled } of listener.listener_filters ?? []) {
    const type = typeName(config);
    filterTypes.add(type);
    if (type !== originalDst && type !== tlsInspector) note(`listener_filters: "${filter}"`);
    else if (disabled !== undefined) note(`listener_filters: "${filter}": filter_disabled`);
  }
  const handsOn = listener.use_original_dst === true;
  const readChain = (chain: NonNullable<Listener['default_filter_chain']>) => readFilterChain(name, chain, resources);
  return {
    name,
    address: readAddress(listener, note),
    direction: directions[listener.traffic_direction ?? 'UNSPECIFIED'],
    isBound: listener.bind_to_port !== false,
    handsOn,
    // Envoy puts the filter there itself where it is to hand connections on.
    restoresDestination: handsOn || filterTypes.has(originalDst),
    inspectsTls: filterTypes.has(tlsInspector),
    chains: (listener.filter_chains ?? []).map(readChain),
    defaultChain: listener.default_filter_chain === undefined ? undefined : readChain(listener.default_filter_chain),
    unknown,
  };
}

function readAddress({ address }: Listener, note: (field: string) => void): SimulatedListener['address'] {
  const socket = address?.socket_address;
  if (socket?.port_value === undefined || socket.protocol === 'UDP') {
    note('address');
    return undefined;
  }
  if (socket.network_namespace_filepath !== undefined) note('address.socket_address.network_namespace_filepath');
  return { host: socket.address, port: socket.port_value };
}
