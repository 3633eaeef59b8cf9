import { pack } from 'envoy-config-types';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { proxyPorts } from '../../../envoy-resources/proxy-ports.js';
import { inboundClusterName } from './inbound-cluster-name.js';
import { inboundFilter } from './inbound-filter.js';
import type { InboundPort } from './inbound-ports.js';
import { listener } from './listener.js';

/**
 * Takes every connection that others open to the workload and hands it on by the port that it was meant for; a port
 * that is not declared is closed. Envoy: `FilterChainMatch.destination_port` after the `original_dst` listener filter.
 */
export function inboundCaptureListener(ports: readonly InboundPort[]): Listener {
  return {
    ...listener({ name: 'inbound', address: '0.0.0.0', port: proxyPorts.inbound, direction: 'INBOUND' }),
    listener_filters: [
      {
        name: 'envoy.filters.listener.original_dst',
        typed_config: pack('envoy.extensions.filters.listener.original_dst.v3.OriginalDst', {}),
      },
    ],
    filter_chains: ports.map(({ name, protocol, targetPort }) => ({
      name,
      filter_chain_match: { destination_port: targetPort },
      filters: [inboundFilter(inboundClusterName(name), protocol)],
    })),
  };
}
