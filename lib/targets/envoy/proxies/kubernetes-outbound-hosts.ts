import type { VirtualHost } from 'envoy-config-types/envoy/config/route/v3';
import type { OutboundHttpPort } from '../../../ir/effective-mesh.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import type { Service } from '../../../ir/service.js';
import type { ExternalService } from '../../../ir/external-service.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import type { Built } from '../built.js';
import { externalHosts } from '../clusters/external-hosts.js';
import type { ResourceChecker } from '../resource-checker.js';
import { externalHostByDestination } from '../routes/external-host-by-destination.js';
import { routesWithVariant } from '../routes/routes-with-variant.js';
import { virtualHost } from '../routes/virtual-host.js';
import { createRouteBuilder } from './route-builder.js';
import { serviceDomains } from './service-domains.js';

/**
 * Builds the virtual hosts of an outbound HTTP port: one for a service; for an external service one, or one a host where
 * each host has a cluster of its own. Callers that share routes share them.
 */
export function createKubernetesOutboundHosts(
  ir: MeshIr,
  check: ResourceChecker,
): (port: OutboundHttpPort) => readonly Built<VirtualHost>[] {
  const externalHost = externalHostByDestination(ir);
  const buildRoute = createRouteBuilder(
    // An external service knows itself by its own name only, whatever the caller asked for.
    { cluster: (destination) => destination, host: (destination) => externalHost.get(destination) },
    check,
  );

  function ofService(service: Service, port: OutboundHttpPort): readonly Built<VirtualHost>[] {
    const { name, origin } = service;
    const routes = routesWithVariant(port, buildRoute);
    return [virtualHost({ name, domains: serviceDomains(service, ir), routes, origin }, check)];
  }

  function ofExternalService(
    service: ExternalService,
    { port, routes }: OutboundHttpPort,
  ): readonly Built<VirtualHost>[] {
    const destination = `external/${service.name}/${port.name}`;
    const hosts = externalHosts(service, destination);
    return hosts.map(({ host, clusterName }, index) => {
      const build = createRouteBuilder(
        { cluster: (name) => (name === destination ? clusterName : name), host: () => undefined },
        check,
      );
      return virtualHost(
        {
          name: index === 0 ? service.name : `${service.name}/${host}`,
          domains: hosts.length === 1 ? service.hosts : [host],
          routes: routes.map(build),
          origin: service.origin,
        },
        check,
      );
    });
  }

  // By the list of routes, which callers without wishes of their own share; a list belongs to one port of one callee.
  const portByRoutes = new WeakMap<OutboundHttpPort['routes'], OutboundHttpPort>();
  const build = memoiseByObject((routes: OutboundHttpPort['routes']) => {
    const port = portByRoutes.get(routes);
    if (port === undefined) return [];
    const { callee } = port;
    return callee.kind === 'service' ? ofService(callee.service, port) : ofExternalService(callee.service, port);
  });
  return (port) => {
    portByRoutes.set(port.routes, port);
    return build(port.routes);
  };
}
