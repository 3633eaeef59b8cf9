import { placeRoute } from '../../analysis/place-route.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Port } from '../../ir/port.js';
import type { HttpRoute } from '../../ir/route.js';
import type { Service } from '../../ir/service.js';
import type { RouteOwner } from '../../ir/visit.js';
import { matchTable, type MatchTable } from './match-table.js';

/** The routes that one owner declares for one port, and for gateways one host. */
export interface DeclaredTable extends MatchTable<HttpRoute> {
  readonly owner: RouteOwner;
}

/** The tables of all owners that have routes. Hosts of a gateway with the same routes have one table. */
export function* declaredTables(ir: MeshIr): Generator<DeclaredTable> {
  for (const service of ir.services) {
    if (service.routes.length === 0) continue;
    for (const port of service.ports) {
      const routes = routesOn(service, port);
      if (routes.length > 0) yield { owner: { kind: 'service', service }, ...matchTable(routes) };
    }
  }
  for (const gateway of ir.gateways) {
    const known = new Set<string>();
    for (const { name: port } of gateway.ports) {
      for (const host of gateway.hosts) {
        const routes = gateway.routes.filter(
          (route) => (route.port ?? port) === port && (route.hosts?.includes(host) ?? true),
        );
        const key = routes.map(({ name }) => name).join(' ');
        if (routes.length === 0 || known.has(key)) continue;
        known.add(key);
        yield { owner: { kind: 'gateway', gateway }, ...matchTable(routes) };
      }
    }
  }
}

function routesOn(service: Service, port: Port): readonly HttpRoute[] {
  return service.routes.filter((route): route is HttpRoute => {
    if (route.kind !== 'http') return false;
    const placement = placeRoute({ owner: { kind: 'service', service }, route });
    return placement.kind === 'service-port' && placement.port.name === port.name;
  });
}
