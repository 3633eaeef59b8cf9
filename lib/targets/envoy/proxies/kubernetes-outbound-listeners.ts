import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Origin } from '../../../diagnostics/origin.js';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { EffectiveDestination, OutboundTcpPort } from '../../../ir/effective-mesh.js';
import type { Built } from '../built.js';
import { connectionManager } from '../http/connection-manager.js';
import { watchedRoutes } from '../http/watched-routes.js';
import { captureListener } from '../listeners/capture-listener.js';
import { capturedAddress } from '../listeners/captured-address.js';
import { listener } from '../listeners/listener.js';
import { outboundTcpFilter } from '../listeners/outbound-tcp-filter.js';
import type { ResourceChecker } from '../resource-checker.js';
import { withOrigin } from './with-origin.js';

/** Builds the listeners for the connections that a workload opens. */
export interface KubernetesOutboundListeners {
  /** Takes all of them and hands each to the listener of its destination. The same for every proxy. */
  readonly capture: Built<Listener>;
  /** For the HTTP callees on a port number. The same for every proxy: callees are told apart in its routes. */
  readonly http: (portNumber: number) => Built<Listener>;
  /** For one TCP callee. */
  readonly tcp: (port: OutboundTcpPort, destinations: readonly EffectiveDestination[]) => Built<Listener>;
}

/** Makes a builder that builds and checks what proxies share once. */
export function createKubernetesOutboundListeners(
  source: ResourceSource,
  origin: Origin,
  check: ResourceChecker,
): KubernetesOutboundListeners {
  const checked = (resource: Listener, from: Origin): Built<Listener> =>
    check({
      type: 'envoy.config.listener.v3.Listener',
      label: `listener "${resource.name ?? ''}"`,
      resource,
      origin: from,
    });
  const httpByPort = new Map<number, Built<Listener>>();
  return {
    capture: checked(captureListener(), origin),
    http(portNumber) {
      let built = httpByPort.get(portNumber);
      if (built === undefined) {
        built = checked(httpListener(portNumber, source), origin);
        httpByPort.set(portNumber, built);
      }
      return built;
    },
    tcp(port, destinations) {
      const built = checked(tcpListener(port, destinations), port.origin);
      const withRoute = withOrigin(built, `route/${port.route.name}`, port.route.origin);
      return withOrigin(withRoute, `listener/${built.resource.name ?? ''}`, port.origin);
    },
  };
}

function httpListener(portNumber: number, source: ResourceSource): Listener {
  const name = `outbound/${String(portNumber)}`;
  return {
    ...listener({ name, address: '0.0.0.0', port: portNumber, direction: 'OUTBOUND' }),
    bind_to_port: false,
    filter_chains: [
      {
        filters: [
          connectionManager({ statPrefix: name, side: { kind: 'outbound' }, routes: watchedRoutes(name, source) }),
        ],
      },
    ],
  };
}

function tcpListener(port: OutboundTcpPort, destinations: readonly EffectiveDestination[]): Listener {
  const name = `outbound/${port.callee.service.name}/${port.port.name}`;
  return {
    ...listener({ name, address: capturedAddress(port), port: port.port.number, direction: 'OUTBOUND' }),
    bind_to_port: false,
    filter_chains: [{ filters: [outboundTcpFilter(port, destinations)] }],
  };
}
