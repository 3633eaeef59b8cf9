import type { AcceptedConnection } from './accepted-connection.js';
import type { Connection } from './connection.js';
import { findFilterChain } from './find-filter-chain.js';
import { findListener } from './find-listener.js';
import type { SimulatedFilterChain, SimulatedListener, SimulatedProxy } from './simulated-proxy.js';

/** How a connection gets to a proxy, where its client did not dial the proxy itself. */
export interface ArrivalOptions {
  /** Name of the listener that the kernel redirects the connection to. */
  readonly at?: string | undefined;
}

/**
 * Decides which listener and which of its filter chains take a connection, as Envoy 1.40 would. A redirected connection
 * keeps the address that its client dialled; only listeners that restore it see it.
 */
export function acceptConnection(
  proxy: SimulatedProxy,
  connection: Connection,
  { at }: ArrivalOptions = {},
): AcceptedConnection {
  const first =
    at === undefined
      ? findListener(
          proxy.listeners.filter(({ isBound }) => isBound),
          connection,
        )
      : proxy.listeners.find(({ name }) => name === at);
  if (first === undefined) return { kind: 'closed', reason: 'no-listener', listeners: [], unknown: [] };
  const handedTo = first.handsOn ? findListener(proxy.listeners, connection) : undefined;
  const isHandedOn = handedTo !== undefined && handedTo !== first;
  const listeners: readonly [SimulatedListener, ...SimulatedListener[]] = isHandedOn ? [first, handedTo] : [first];
  const last = isHandedOn ? handedTo : first;
  const seen: Connection = {
    ...connection,
    ...(at === undefined || listeners.some(({ restoresDestination }) => restoresDestination)
      ? {}
      : redirectedAddress(first, connection)),
    // The first listener's inspector has looked already where there are two.
    tls: listeners.some(({ inspectsTls }) => inspectsTls) ? connection.tls : undefined,
  };
  const chain = findFilterChain(last.chains, seen) ?? last.defaultChain;
  const unknown = listeners.flatMap((each) => each.unknown);
  if (chain === undefined) return { kind: 'closed', reason: 'no-chain', listeners, unknown };
  const mismatch = tlsMismatch(chain, connection);
  if (mismatch !== undefined)
    return { kind: 'closed', reason: mismatch, listeners, unknown: [...unknown, ...chain.unknown] };
  return { kind: 'accepted', listeners, chain, unknown: [...unknown, ...chain.unknown] };
}

/** The address that the kernel puts in place of the one dialled: of the same machine, for what begins there. */
function redirectedAddress(
  { address, direction }: SimulatedListener,
  { destinationAddress, destinationPort }: Connection,
): Pick<Connection, 'destinationAddress' | 'destinationPort'> {
  return {
    destinationAddress: direction === 'outbound' ? '127.0.0.1' : destinationAddress,
    destinationPort: address?.port ?? destinationPort,
  };
}

function tlsMismatch(
  { terminatesTls, handler }: SimulatedFilterChain,
  { tls }: Connection,
): 'tls-expected' | 'tls-unexpected' | undefined {
  if (terminatesTls && tls === undefined) return 'tls-expected';
  return !terminatesTls && tls !== undefined && handler.kind === 'http' ? 'tls-unexpected' : undefined;
}
