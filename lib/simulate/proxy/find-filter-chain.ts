import type { ChainMatch } from './chain-match.js';
import type { Connection } from './connection.js';
import { keepClosestRange } from './keep-closest-range.js';
import type { SimulatedFilterChain } from './simulated-proxy.js';

/**
 * Finds the filter chain of a connection. Envoy looks at one criterion after the other and keeps those chains that say it
 * most exactly; it never goes back to a wider one when a later criterion leaves none. Envoy: `FilterChainMatch`.
 *
 * @param connection as far as the listener knows it: without TLS where nobody inspects it
 */
export function findFilterChain(
  chains: readonly SimulatedFilterChain[],
  connection: Connection,
): SimulatedFilterChain | undefined {
  const { destinationAddress, destinationPort, sourceAddress, sourcePort, tls } = connection;
  let left = keepExact(chains, ({ destinationPort: port }) => (port === undefined ? [] : [port]), [destinationPort]);
  left = keepClosestRange(left, ({ destinationRanges }) => destinationRanges, destinationAddress);
  left = keepExact(left, ({ serverNames }) => serverNames, wantedNames(tls?.serverName?.toLowerCase() ?? ''));
  left = keepExact(left, ({ transportProtocol: name }) => (name === undefined ? [] : [name]), [
    tls === undefined ? 'raw_buffer' : 'tls',
  ]);
  left = keepExact(left, ({ applicationProtocols }) => applicationProtocols, tls?.applicationProtocols ?? []);
  left = keepClosestRange(left, ({ directSourceRanges }) => directSourceRanges, sourceAddress);
  left = keepExact(left, ({ sourceType }) => (sourceType === 'any' ? [] : [sourceType]), [
    isLocal(connection) ? 'same-ip-or-loopback' : 'external',
  ]);
  left = keepClosestRange(left, ({ sourceRanges }) => sourceRanges, sourceAddress);
  left = keepExact(left, ({ sourcePorts }) => sourcePorts, [sourcePort]);
  return left[0];
}

/** Keeps the chains that say the first of the wanted values that any says; if none does, those that say nothing. */
function keepExact<T>(
  chains: readonly SimulatedFilterChain[],
  valuesOf: (match: ChainMatch) => readonly T[],
  wanted: readonly T[],
): readonly SimulatedFilterChain[] {
  for (const value of wanted) {
    const saying = chains.filter(({ match }) => valuesOf(match).includes(value));
    if (saying.length > 0) return saying;
  }
  return chains.filter(({ match }) => valuesOf(match).length === 0);
}

/** How a chain may say a server name, the closest first: `a.b.c`, then `*.b.c`, then `*.c`. */
function wantedNames(name: string): readonly string[] {
  if (name === '') return [];
  const names = [name];
  for (let dot = name.indexOf('.', 1); dot !== -1 && dot < name.length - 1; dot = name.indexOf('.', dot + 1))
    names.push(`*${name.slice(dot)}`);
  return names;
}

function isLocal({ sourceAddress, destinationAddress }: Connection): boolean {
  // Of 127.0.0.0/8 Envoy takes only this one for the machine itself.
  return sourceAddress === '127.0.0.1' || sourceAddress === '::1' || sourceAddress === destinationAddress;
}
