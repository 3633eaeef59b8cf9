import type { Endpoint } from '../../simulate/network/simulated-network.js';

/** An address for people; one without port is no address but words that stand for one. */
export function describeEndpoint({ host, port }: Endpoint): string {
  return port === 0 ? host : `${host}:${String(port)}`;
}
