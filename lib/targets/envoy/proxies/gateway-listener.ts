import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { GatewayPortRoutes, GatewayProxy } from '../../../ir/effective-mesh.js';
import { edgeLimits } from '../edge-limits.js';
import { connectionManager } from '../http/connection-manager.js';
import { watchedRoutes } from '../http/watched-routes.js';
import { listener } from '../listeners/listener.js';
import { longestRequest } from '../routes/longest-request.js';
import { gatewayRoutesName } from './gateway-routes-name.js';

/** Where a gateway listens. */
export interface GatewayListenerInput {
  readonly proxy: GatewayProxy;
  readonly served: GatewayPortRoutes;
  readonly address: string;
  readonly port: number;
  readonly source: ResourceSource;
}

/** The listener of one port of a gateway. */
export function gatewayListener({ proxy, served, address, port, source }: GatewayListenerInput): Listener {
  const name = gatewayRoutesName(served.port);
  const routes = served.virtualHosts.flatMap(({ routes: present, variant }) => [
    ...present,
    ...(variant?.routes ?? []),
  ]);
  return {
    ...listener({ name, address, port, direction: 'INBOUND' }),
    per_connection_buffer_limit_bytes: edgeLimits.connectionBufferBytes,
    filter_chains: [
      {
        filters: [
          connectionManager({
            statPrefix: name,
            side: {
              kind: 'gateway',
              trustedHops: proxy.gateway.trustedHops,
              requestMs: longestRequest(routes),
            },
            routes: watchedRoutes(name, source),
          }),
        ],
      },
    ],
  };
}
