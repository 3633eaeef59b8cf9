import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { ConfigDirectory } from '../../../envoy-resources/file-config-source.js';
import type { OutboundPort, ServiceProxy } from '../../../ir/effective-mesh.js';
import type { Built } from '../built.js';
import type { LocalInstance } from '../environment.js';
import { connectionManager } from '../http/connection-manager.js';
import { watchedRoutes } from '../http/watched-routes.js';
import { listener } from '../listeners/listener.js';
import { outboundTcpFilter } from '../listeners/outbound-tcp-filter.js';
import type { ResourceChecker } from '../resource-checker.js';
import { routeConfiguration } from '../routes/route-configuration.js';
import { virtualHost } from '../routes/virtual-host.js';
import { requiredPort } from './required-port.js';
import { createRouteBuilder } from './route-builder.js';

/** What the outbound side of a local proxy is made from. */
export interface LocalOutboundInput {
  readonly proxy: ServiceProxy;
  readonly instance: LocalInstance;
  readonly directory: ConfigDirectory;
  readonly externalHost: ReadonlyMap<string, string>;
}

/** A loopback port for each callee's port, and the routes behind those that speak HTTP. */
export function localOutbound(
  { proxy, instance, directory, externalHost }: LocalOutboundInput,
  check: ResourceChecker,
): { readonly listeners: readonly Built<Listener>[]; readonly routes: readonly Built<RouteConfiguration>[] } {
  return {
    listeners: proxy.outbound.map((port) => {
      const key = portKey(port);
      const name = `outbound/${key}`;
      const number = requiredPort(instance.outboundPorts, key, 'outbound');
      const filter =
        port.kind === 'tcp'
          ? outboundTcpFilter(port, proxy.destinations)
          : connectionManager({ statPrefix: name, side: { kind: 'outbound' }, routes: watchedRoutes(name, directory) });
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
    }),
    routes: proxy.outbound.flatMap((port) => {
      if (port.kind === 'tcp') return [];
      const { callee } = port;
      // The workload dialled a loopback port; the callee shall see the name that it has in Kubernetes.
      const calleeHost = callee.kind === 'service' ? callee.service.name : callee.service.hosts[0];
      const buildRoute = createRouteBuilder(
        {
          cluster: (destination) => destination,
          host: (destination) => externalHost.get(destination) ?? calleeHost,
        },
        check,
      );
      const { origin } = callee.service;
      const host = { name: callee.service.name, domains: ['*'], routes: port.routes.map(buildRoute), origin };
      const name = `outbound/${portKey(port)}`;
      return [routeConfiguration({ name, virtualHosts: [virtualHost(host, check)], origin: port.origin }, check)];
    }),
  };
}

function portKey({ callee, port }: OutboundPort): string {
  return `${callee.service.name}/${port.name}`;
}
