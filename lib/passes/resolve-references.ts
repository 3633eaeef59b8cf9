import type { MeshIr } from '../ir/mesh-ir.js';
import { pickPort, type RuleKind } from '../ir/pick-port.js';
import type { Port } from '../ir/port.js';
import type { Destination, HttpRoute, Route, WeightedDestination } from '../ir/route.js';
import { InternalError } from '../util/internal-error.js';

/**
 * Says every port that a program left out: that of each rule of a service, and that of each destination. Trusts that
 * the checks found exactly one for each.
 */
export function resolveReferences(ir: MeshIr): MeshIr {
  const portsByOwner = new Map<string, readonly Port[]>();
  for (const { name, ports } of [...ir.services, ...ir.externalServices]) portsByOwner.set(name, ports);
  const resolver = new Resolver(portsByOwner);
  return {
    ...ir,
    services: ir.services.map((service) => ({
      ...service,
      routes: service.routes.map((route) => resolver.serviceRoute(service.ports, route)),
    })),
    gateways: ir.gateways.map((gateway) => ({
      ...gateway,
      routes: gateway.routes.map((route) => resolver.httpRoute(route, route.port)),
    })),
  };
}

class Resolver {
  private readonly portsByOwner: ReadonlyMap<string, readonly Port[]>;

  constructor(portsByOwner: ReadonlyMap<string, readonly Port[]>) {
    this.portsByOwner = portsByOwner;
  }

  serviceRoute(ports: readonly Port[], route: Route): Route {
    const port = pickPort(ports, { kind: route.kind, name: route.port });
    if (port === undefined) throw new InternalError(`route ${route.name} stands on no port`);
    return route.kind === 'http'
      ? { ...this.httpRoute(route, port.name), port: port.name }
      : { ...route, port: port.name, destinations: this.destinations(route.destinations, 'tcp', port.name) };
  }

  httpRoute(route: HttpRoute, ruleOn: string | undefined): HttpRoute {
    if (route.action.kind === 'redirect') return route;
    const destinations = this.destinations(route.action.destinations, 'http', ruleOn);
    return { ...route, action: { ...route.action, destinations } };
  }

  private destinations(
    destinations: readonly WeightedDestination[],
    kind: RuleKind,
    ruleOn: string | undefined,
  ): WeightedDestination[] {
    return destinations.map(({ destination, weight }) => ({
      destination: this.destination(destination, kind, ruleOn),
      weight,
    }));
  }

  private destination(destination: Destination, kind: RuleKind, ruleOn: string | undefined): Destination {
    const ports = this.portsByOwner.get(destination.service) ?? [];
    const port = pickPort(ports, { kind, name: destination.port, ruleOn });
    if (port === undefined) throw new InternalError(`destination ${destination.service} has no port for ${kind}`);
    return { ...destination, port: port.name };
  }
}
