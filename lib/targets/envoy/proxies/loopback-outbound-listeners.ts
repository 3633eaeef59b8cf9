import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import type { EffectiveDestination, OutboundPort } from '../../../ir/effective-mesh.js';
import type { Built } from '../built.js';
import { connectionManager } from '../http/connection-manager.js';
import { watchedRoutes } from '../http/watched-routes.js';
import { listener } from '../listeners/listener.js';
import { outboundTcpFilter } from '../listeners/outbound-tcp-filter.js';
import type { ResourceChecker } from '../resource-checker.js';
import { loopbackOutboundName } from './loopback-outbound-name.js';
import { requiredPort } from './required-port.js';

/** What the outbound listeners of a proxy are made from. */
export interface LoopbackOutboundInput {
  readonly outbound: readonly OutboundPort[];
  readonly destinations: readonly EffectiveDestination[];
  /** By `<callee>/<port>`. */
  readonly ports: Readonly<Record<string, number>>;
  readonly source: ResourceSource;
}

/** A loopback port for each callee's port, which the workload dials. */
export function loopbackOutboundListeners(
  { outbound, destinations, ports, source }: LoopbackOutboundInput,
  check: ResourceChecker,
): readonly Built<Listener>[] {
  return outbound.map((port) => {
    const name = loopbackOutboundName(port);
    const number = requiredPort(ports, `${port.callee.service.name}/${port.port.name}`, 'outbound');
    const filter =
      port.kind === 'tcp'
        ? outboundTcpFilter(port, destinations)
        : connectionManager({ statPrefix: name, side: { kind: 'outbound' }, routes: watchedRoutes(name, source) });
    return check({
      type: 'envoy.config.listener.v3.Listener',
      label: `listener "${name}"`,
      resource: {
        ...listener({ name, address: '127.0.0.1', port: number, direction: 'OUTBOUND' }),
        filter_chains: [{ filters: [filter] }],
      },
      origin: port.origin,
      origins: [
        [`listener/${name}`, port.origin],
        ...(port.kind === 'tcp' ? [[`route/${port.route.name}`, port.route.origin] as const] : []),
      ],
    });
  });
}
