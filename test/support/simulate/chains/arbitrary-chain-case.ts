import type { CidrRange } from 'envoy-config-types/envoy/config/core/v3';
import type { FilterChainMatch } from 'envoy-config-types/envoy/config/listener/v3';
import fc from 'fast-check';
import { ownPort, type CaseChain, type CaseConnection, type CaseListener, type ChainCase } from './chain-case.js';

const some = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const ranges: readonly CidrRange[] = [
  { address_prefix: '127.0.0.0', prefix_len: 8 },
  { address_prefix: '127.0.0.0', prefix_len: 16 },
  { address_prefix: '127.0.0.0', prefix_len: 30 },
  { address_prefix: '127.0.0.2', prefix_len: 31 },
  { address_prefix: '127.0.0.2', prefix_len: 32 },
  // Bits after the length, and a length that is too great.
  { address_prefix: '127.1.0.9', prefix_len: 16 },
  { address_prefix: '127.1.0.1', prefix_len: 40 },
  { address_prefix: '10.0.0.0', prefix_len: 8 },
  { address_prefix: '::1', prefix_len: 128 },
  { address_prefix: '::', prefix_len: 64 },
];
const serverNames = [
  'a.example',
  'b.a.example',
  'A.Example',
  '*.example',
  '*.a.example',
  '*.A.EXAMPLE',
  '*.b.a.example',
  'example',
  'localhost',
];
const listOf = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1, maxLength: 2 });

const criteria: readonly fc.Arbitrary<FilterChainMatch>[] = [
  some(ownPort, 65_000).map((destination_port) => ({ destination_port })),
  listOf(ranges).map((prefix_ranges) => ({ prefix_ranges })),
  listOf(serverNames).map((server_names) => ({ server_names })),
  some('tls', 'raw_buffer').map((transport_protocol) => ({ transport_protocol })),
  listOf(['h2', 'http/1.1', 'H2']).map((application_protocols) => ({ application_protocols })),
  listOf(ranges).map((direct_source_prefix_ranges) => ({ direct_source_prefix_ranges })),
  some('ANY' as const, 'SAME_IP_OR_LOOPBACK' as const, 'EXTERNAL' as const).map((source_type) => ({ source_type })),
  listOf(ranges).map((source_prefix_ranges) => ({ source_prefix_ranges })),
  listOf([1, 2, 3]).map((source_ports) => ({ source_ports })),
];

const match: fc.Arbitrary<FilterChainMatch> = fc
  .subarray([...criteria], { maxLength: 4 })
  .chain((picked) => fc.tuple(...picked))
  .map((parts) => Object.assign({}, ...parts) as FilterChainMatch);
const kind = some<CaseChain['kind']>('answer', 'answer', 'http', 'tcp', 'tls');

const listener = (host: fc.Arbitrary<CaseListener['host']>): fc.Arbitrary<CaseListener> =>
  fc
    .record(
      {
        host,
        inspectsTls: fc.boolean(),
        chains: fc.array(fc.record({ name: fc.constant(''), match, kind }), { minLength: 1, maxLength: 8 }),
        defaultChain: fc.record({ name: fc.constant('default'), match, kind }),
      },
      { requiredKeys: ['host', 'inspectsTls', 'chains'] },
    )
    .map((each) => ({ ...each, chains: withoutTwins(each.chains) }));

/** Envoy refuses two chains that the same connection meets equally well. */
function withoutTwins(chains: readonly CaseChain[]): readonly CaseChain[] {
  const seen = new Set<string>();
  const kept = chains.filter(({ match: each }) => {
    const keys = combinations(each);
    const isNew = keys.every((key) => !seen.has(key));
    if (isNew) for (const key of keys) seen.add(key);
    return isNew;
  });
  return kept.map((each, index) => ({ ...each, name: `chain-${index}` }));
}

function combinations(each: FilterChainMatch): readonly string[] {
  const lists: readonly (readonly unknown[] | undefined)[] = [
    [each.destination_port],
    each.prefix_ranges,
    each.server_names?.map((name) => name.toLowerCase()),
    [each.transport_protocol],
    each.application_protocols,
    each.direct_source_prefix_ranges,
    [each.source_type ?? 'ANY'],
    each.source_prefix_ranges,
    each.source_ports,
  ];
  return lists.reduce<readonly string[]>(
    (keys, list = ['any']) => keys.flatMap((key) => list.map((value) => `${key} ${JSON.stringify(value)}`)),
    [''],
  );
}

const wire: fc.Arbitrary<CaseConnection> = fc.record(
  {
    destination: some('127.0.0.1', '127.0.0.2', '127.0.0.3', '127.1.0.1'),
    source: some('127.0.0.1', '127.0.0.2', '127.0.0.3', '127.1.0.1', '127.200.0.1'),
    sourcePort: some(0 as const, 1 as const),
    tls: fc.record(
      {
        serverName: some(
          'a.example',
          'A.EXAMPLE',
          'x.a.example',
          'c.b.a.example',
          'example',
          'a.example.',
          'localhost',
        ),
        applicationProtocols: some([], ['h2'], ['http/1.1', 'h2'], ['h2', 'http/1.1'], ['x', 'h2']),
      },
      { requiredKeys: ['applicationProtocols'] },
    ),
  },
  { requiredKeys: ['destination', 'source'] },
);
/** The log tells connections apart by their addresses and ports, so that none of them may come twice. */
const once = (connections: readonly CaseConnection[]): readonly CaseConnection[] => {
  const seen = new Set<string>();
  return connections.map((each) => {
    const { sourcePort, ...anyPort } = each;
    const key = `${each.source} ${String(sourcePort)} ${each.destination}`;
    const isTwin = sourcePort !== undefined && seen.has(key);
    seen.add(key);
    return isTwin ? anyPort : each;
  });
};
const overIpv6 = wire.map((each) => ({ ...each, destination: '::1', source: '::1' }));

/** Listeners with chains of every kind, and connections that meet them now and then. */
export function arbitraryChainCase(connections: number): fc.Arbitrary<ChainCase> {
  const asked = { minLength: connections, maxLength: connections };
  const ipv4 = fc.record({
    listeners: fc.oneof(
      { weight: 3, arbitrary: listener(some('0.0.0.0')).map((one) => [one]) },
      { weight: 1, arbitrary: fc.tuple(listener(some('0.0.0.0')), listener(some('127.0.0.2'))) },
      { weight: 1, arbitrary: listener(some('127.0.0.2')).map((one) => [one]) },
    ),
    connections: fc.array(wire, asked).map(once),
  });
  const ipv6 = fc.record({
    listeners: listener(some('::1')).map((one) => [one]),
    connections: fc.array(overIpv6, asked).map(once),
  });
  return fc.oneof({ weight: 5, arbitrary: ipv4 }, { weight: 1, arbitrary: ipv6 });
}
