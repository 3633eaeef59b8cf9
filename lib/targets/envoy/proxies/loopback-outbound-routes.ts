import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { OutboundHttpPort } from '../../../ir/effective-mesh.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { InternalError } from '../../../util/internal-error.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import type { Built } from '../built.js';
import type { ResourceChecker } from '../resource-checker.js';
import { externalHostByDestination } from '../routes/external-host-by-destination.js';
import { routeConfiguration } from '../routes/route-configuration.js';
import { routesWithVariant } from '../routes/routes-with-variant.js';
import { virtualHost } from '../routes/virtual-host.js';
import { loopbackOutboundName } from './loopback-outbound-name.js';
import { createRouteBuilder } from './route-builder.js';

/** Builds the routes behind a loopback port; those of callers without wishes of their own once. */
export function createLoopbackOutboundRoutes(
  ir: MeshIr,
  check: ResourceChecker,
): (port: OutboundHttpPort) => Built<RouteConfiguration> {
  const externalHost = externalHostByDestination(ir);
  // By the list of routes, which callers share; a list belongs to one port of one callee.
  const portByRoutes = new WeakMap<OutboundHttpPort['routes'], OutboundHttpPort>();
  const build = memoiseByObject((routes: OutboundHttpPort['routes']) => {
    const port = portByRoutes.get(routes);
    if (port === undefined) throw new InternalError('routes of no port');
    const { callee } = port;
    // The workload dialled a loopback port; the callee shall see the name that it has in Kubernetes.
    const calleeHost = callee.kind === 'service' ? callee.service.name : callee.service.hosts[0];
    const buildRoute = createRouteBuilder(
      { cluster: (destination) => destination, host: (destination) => externalHost.get(destination) ?? calleeHost },
      check,
    );
    const { name, origin } = callee.service;
    const host = virtualHost({ name, domains: ['*'], routes: routesWithVariant(port, buildRoute), origin }, check);
    return routeConfiguration({ name: loopbackOutboundName(port), virtualHosts: [host], origin }, check);
  });
  return (port) => {
    portByRoutes.set(port.routes, port);
    return build(port.routes);
  };
}
