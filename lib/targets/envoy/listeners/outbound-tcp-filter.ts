import type { Filter } from 'envoy-config-types/envoy/config/listener/v3';
import type { EffectiveDestination, OutboundTcpPort } from '../../../ir/effective-mesh.js';
import { integerWeights } from '../routes/integer-weights.js';
import { tcpProxy } from './tcp-proxy.js';

/** The filter that hands connections of a declared TCP call on. */
export function outboundTcpFilter({ route }: OutboundTcpPort, destinations: readonly EffectiveDestination[]): Filter {
  const weights = integerWeights(route.destinations.map(({ weight }) => weight));
  const names = new Set(route.destinations.map(({ destination }) => destination));
  return tcpProxy({
    statPrefix: route.name,
    direction: 'outbound',
    clusters: route.destinations
      .map(({ destination }, index) => ({ name: destination, weight: weights[index] ?? 0 }))
      // A share of 0 cannot be said here.
      .filter(({ weight }) => weight > 0),
    // A connection has no headers: of all hash keys only the caller's address is left.
    hashOnSourceIp: destinations.some(({ name, loadBalancing }) => names.has(name) && hashes(loadBalancing.kind)),
  });
}

function hashes(algorithm: EffectiveDestination['loadBalancing']['kind']): boolean {
  return algorithm === 'ring-hash' || algorithm === 'maglev';
}
