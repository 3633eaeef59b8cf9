import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { proxyPorts } from '../../../envoy-resources/proxy-ports.js';
import { listener } from './listener.js';
import { tcpProxy } from './tcp-proxy.js';

/** The cluster without endpoints that undeclared connections end in. */
export const blackholeCluster = 'blackhole';

/**
 * Takes every connection that the workload opens and hands it to the listener of its destination; a connection that
 * no declared call explains is closed. Envoy: `Listener.use_original_dst`.
 */
export function captureListener(): Listener {
  return {
    ...listener({ name: 'outbound', address: '0.0.0.0', port: proxyPorts.outbound, direction: 'OUTBOUND' }),
    use_original_dst: true,
    filter_chains: [
      {
        filters: [
          tcpProxy({
            statPrefix: blackholeCluster,
            direction: 'outbound',
            clusters: [{ name: blackholeCluster, weight: 1 }],
          }),
        ],
      },
    ],
  };
}
