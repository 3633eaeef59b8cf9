import type { Filter } from 'envoy-config-types/envoy/config/listener/v3';
import type { PortProtocol } from '../../../ir/port.js';
import { connectionManager } from '../http/connection-manager.js';
import { tcpProxy } from './tcp-proxy.js';

/** The filter that hands what comes in on a port to the workload; `name` is also that of its cluster. */
export function inboundFilter(name: string, protocol: PortProtocol): Filter {
  if (protocol === 'tcp') {
    return tcpProxy({ statPrefix: name, direction: 'inbound', clusters: [{ name, weight: 1 }] });
  }
  return connectionManager({
    statPrefix: name,
    side: { kind: 'inbound' },
    routes: {
      route_config: {
        name,
        virtual_hosts: [
          {
            name: 'workload',
            domains: ['*'],
            routes: [
              {
                name,
                match: { prefix: '/' },
                // Timeouts are the caller's: it knows how long it wants to wait.
                route: { cluster: name, timeout: '0s', idle_timeout: '0s' },
              },
            ],
          },
        ],
      },
    },
  });
}
