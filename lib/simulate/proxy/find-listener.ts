import { isIPv6 } from 'node:net';
import type { Connection } from './connection.js';
import type { SimulatedListener } from './simulated-proxy.js';

/** The listener of the address that a connection was dialled at: one of that very address before one of all addresses. */
export function findListener(
  listeners: readonly SimulatedListener[],
  { destinationAddress, destinationPort }: Connection,
): SimulatedListener | undefined {
  const samePort = listeners.filter(({ address }) => address?.port === destinationPort);
  const any = isIPv6(destinationAddress) ? '::' : '0.0.0.0';
  return (
    samePort.find(({ address }) => address?.host === destinationAddress) ??
    samePort.find(({ address }) => address?.host === any)
  );
}
