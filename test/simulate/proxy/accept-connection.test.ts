import { pack } from 'envoy-config-types';
import type { FilterChain, FilterChainMatch, Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { expect, test } from 'vitest';
import { acceptConnection } from '../../../lib/simulate/proxy/accept-connection.js';
import type { AcceptedConnection } from '../../../lib/simulate/proxy/accepted-connection.js';
import type { Connection } from '../../../lib/simulate/proxy/connection.js';
import { readProxy } from '../../../lib/simulate/proxy/read-proxy.js';

const dialled: Connection = {
  destinationAddress: '10.0.0.1',
  destinationPort: 443,
  sourceAddress: '10.9.9.9',
  sourcePort: 50_000,
  tls: undefined,
};

function chain(name: string, match: FilterChainMatch = {}): FilterChain {
  return {
    name,
    filter_chain_match: match,
    filters: [
      {
        name: 'tcp',
        typed_config: pack('envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy', {
          stat_prefix: name,
          cluster: 'a',
        }),
      },
    ],
  };
}

function listener(port: number, parts: Partial<Listener>, host = '0.0.0.0'): Listener {
  return { name: `${host}:${port}`, address: { socket_address: { address: host, port_value: port } }, ...parts };
}

const inspector = {
  name: 'tls',
  typed_config: pack('envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector', {}),
};
const originalDst = {
  name: 'original_dst',
  typed_config: pack('envoy.extensions.filters.listener.original_dst.v3.OriginalDst', {}),
};

function accept(listeners: Listener[], connection: Partial<Connection> = {}, at?: string): AcceptedConnection {
  const proxy = readProxy({ name: 'p', listeners, routes: [], clusters: [], endpoints: [] });
  return acceptConnection(proxy, { ...dialled, ...connection }, { at });
}

function chainOf(accepted: AcceptedConnection): string {
  return accepted.kind === 'accepted' ? accepted.chain.name : accepted.reason;
}

function pick(matches: Record<string, FilterChainMatch>, connection: Partial<Connection> = {}): string {
  const filter_chains = Object.entries(matches).map(([name, match]) => chain(name, match));
  return chainOf(accept([listener(443, { listener_filters: [inspector], filter_chains })], connection));
}

const tls = (serverName: string | undefined, ...applicationProtocols: string[]) => ({
  tls: { serverName, applicationProtocols },
});

test('prefers a listener of the very address to one of all addresses', () => {
  const wide = listener(443, { filter_chains: [chain('wide')] });
  const exact = listener(443, { filter_chains: [chain('exact')] }, '10.0.0.1');
  expect(chainOf(accept([wide, exact]))).toBe('exact');
  expect(chainOf(accept([wide, exact], { destinationAddress: '10.0.0.2' }))).toBe('wide');
  expect(chainOf(accept([wide, exact], { destinationPort: 444 }))).toBe('no-listener');
  expect(chainOf(accept([wide], { destinationAddress: '::1' }))).toBe('no-listener');
});

test('hands a redirected connection to the listener of its address, of its port, or keeps it', () => {
  const capture = listener(15_001, { name: 'capture', use_original_dst: true, filter_chains: [chain('capture')] });
  const anyHost = listener(443, { bind_to_port: false, filter_chains: [chain('any')] });
  const exact = listener(443, { bind_to_port: false, filter_chains: [chain('exact')] }, '10.0.0.1');
  const all = [capture, anyHost, exact];
  expect(chainOf(accept(all, {}, 'capture'))).toBe('exact');
  expect(chainOf(accept(all, { destinationAddress: '10.0.0.2' }, 'capture'))).toBe('any');
  expect(chainOf(accept(all, { destinationPort: 80 }, 'capture'))).toBe('capture');
  expect(accept(all, {}, 'capture').listeners.map(({ name }) => name)).toEqual(['capture', '10.0.0.1:443']);
  // Nobody can dial what is not bound.
  expect(chainOf(accept(all))).toBe('no-listener');
});

test('knows the dialled port only where the listener restores it', () => {
  const filter_chains = [chain('dialled', { destination_port: 443 }), chain('own', { destination_port: 15_006 })];
  const inbound = (listener_filters: Listener['listener_filters']): Listener =>
    listener(15_006, { name: 'inbound', filter_chains, ...(listener_filters && { listener_filters }) });
  expect(chainOf(accept([inbound([originalDst])], {}, 'inbound'))).toBe('dialled');
  expect(chainOf(accept([inbound(undefined)], {}, 'inbound'))).toBe('own');
});

test('takes the closest port, range and server name', () => {
  expect(pick({ any: {}, port: { destination_port: 443 } })).toBe('port');
  const ranges = {
    eight: { prefix_ranges: [{ address_prefix: '10.0.0.0', prefix_len: 8 }] },
    thirty: { prefix_ranges: [{ address_prefix: '10.0.0.0', prefix_len: 30 }] },
    other: { prefix_ranges: [{ address_prefix: '11.0.0.0', prefix_len: 31 }] },
  };
  expect(pick(ranges)).toBe('thirty');
  expect(pick(ranges, { destinationAddress: '10.1.0.0' })).toBe('eight');
  expect(pick(ranges, { destinationAddress: '12.1.0.0' })).toBe('no-chain');
  const names = {
    exact: { server_names: ['a.example.com', 'z'] },
    near: { server_names: ['*.example.com'] },
    far: { server_names: ['*.com'] },
    none: {},
  };
  expect(pick(names, tls('A.example.com'))).toBe('exact');
  expect(pick(names, tls('b.a.example.com'))).toBe('near');
  expect(pick(names, tls('example.com'))).toBe('far');
  expect(pick(names, tls('com'))).toBe('none');
  expect(pick(names, tls(undefined))).toBe('none');
});

test('never goes back to a wider criterion when a later one leaves nothing', () => {
  const matches = {
    named: { server_names: ['a.com'], application_protocols: ['h2'] },
    nameless: { application_protocols: ['http/1.1'] },
  };
  expect(pick(matches, tls('a.com', 'http/1.1'))).toBe('no-chain');
  expect(pick(matches, tls('b.com', 'http/1.1'))).toBe('nameless');
});

test('falls back on the default chain, whatever its match says', () => {
  const only = listener(443, {
    filter_chains: [chain('other', { destination_port: 80 })],
    default_filter_chain: chain('default', { destination_port: 81 }),
  });
  expect(chainOf(accept([only]))).toBe('default');
});

test('tells plain text from TLS, and takes the first of the protocols that the client offers', () => {
  const matches = {
    plain: { transport_protocol: 'raw_buffer' },
    h2: { transport_protocol: 'tls', application_protocols: ['h2'] },
    h1: { transport_protocol: 'tls', application_protocols: ['http/1.1'] },
    tls: { transport_protocol: 'tls' },
  };
  expect(pick(matches)).toBe('plain');
  expect(pick(matches, tls('a', 'x', 'http/1.1', 'h2'))).toBe('h1');
  expect(pick(matches, tls('a', 'x'))).toBe('tls');
});

test('takes TLS for plain text where nobody inspects it', () => {
  const filter_chains = [chain('plain', { transport_protocol: 'raw_buffer' }), chain('named', { server_names: ['a'] })];
  expect(chainOf(accept([listener(443, { filter_chains })], tls('a')))).toBe('plain');
});

test('looks at the source: range, kind and port', () => {
  const matches = {
    local: { source_type: 'SAME_IP_OR_LOOPBACK' as const },
    near: { source_prefix_ranges: [{ address_prefix: '10.9.0.0', prefix_len: 16 }] },
    port: { source_prefix_ranges: [{ address_prefix: '10.9.0.0', prefix_len: 16 }], source_ports: [50_001] },
    direct: { direct_source_prefix_ranges: [{ address_prefix: '10.8.0.0', prefix_len: 16 }] },
  };
  expect(pick(matches)).toBe('near');
  expect(pick(matches, { sourcePort: 50_001 })).toBe('port');
  expect(pick(matches, { sourceAddress: '10.8.0.1' })).toBe('direct');
  expect(pick(matches, { sourceAddress: '127.0.0.1' })).toBe('local');
  expect(pick(matches, { sourceAddress: '10.0.0.1' })).toBe('local');
  expect(pick(matches, { sourceAddress: '127.0.0.2' })).toBe('no-chain');
});

test('closes a connection whose sides do not agree on TLS', () => {
  const transport_socket = {
    name: 'tls',
    typed_config: pack('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {}),
  };
  const http = {
    name: 'http',
    filters: [
      {
        name: 'http',
        typed_config: pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
          stat_prefix: 'h',
          route_config: {},
        }),
      },
    ],
  };
  const secured = listener(443, { filter_chains: [{ ...http, transport_socket }] });
  expect(chainOf(accept([secured]))).toBe('tls-expected');
  expect(accept([secured], tls('a')).kind).toBe('accepted');
  expect(chainOf(accept([listener(443, { filter_chains: [http] })], tls('a')))).toBe('tls-unexpected');
});
