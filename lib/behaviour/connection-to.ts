import { isIP } from 'node:net';
import type { Connection } from '../simulate/proxy/connection.js';
import type { Target } from './parse-target.js';

const somePort = 49_152;

/** The connection that a request to a target is sent on. */
export function connectionTo(
  destinationAddress: string,
  destinationPort: number,
  sourceAddress: string,
  { scheme, host }: Target,
): Connection {
  const isTls = scheme === 'https' || scheme === 'tls';
  const serverName = host === undefined || isIP(host) !== 0 ? undefined : host.toLowerCase();
  const tls = isTls ? { serverName, applicationProtocols: scheme === 'https' ? ['h2', 'http/1.1'] : [] } : undefined;
  return { destinationAddress, destinationPort, sourceAddress, sourcePort: somePort, tls };
}
