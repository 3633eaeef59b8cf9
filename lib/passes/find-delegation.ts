import type { Origin } from '../diagnostics/origin.js';
import type { Port } from '../ir/port.js';
import type { WeightedDestination } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import type { DelegationFindings } from './delegation-findings.js';
import type { MeshIndex } from './mesh-index.js';

/** What deciding needs to know beside the route. */
export interface DelegationContext {
  readonly index: MeshIndex;
  readonly findings: DelegationFindings;
  /** `<service>/<port>` of the services whose routes are being joined, from the outside in. */
  readonly underWay: readonly string[];
}

/**
 * Finds the service and port whose own rules a route hands on to; undefined where it names the end of the way itself.
 * Reports `split-over-routed-service` and `route-delegation-cycle`.
 *
 * @param owner `<service>/<port>` that the route stands on; undefined for gateways
 */
export function findDelegation(
  route: { readonly name: string; readonly origin: Origin; readonly destinations: readonly WeightedDestination[] },
  owner: string | undefined,
  { index, findings, underWay }: DelegationContext,
): { readonly service: Service; readonly port: Port } | undefined {
  for (const { destination, weight } of route.destinations) {
    if (destination.kind !== 'service') continue;
    const service = index.service(destination.service);
    const { port } = index.leaf(destination);
    const key = `${service.name}/${port.name}`;
    // A rule that names its own service and port means all its versions: it cannot hand on to itself.
    if (key === owner || index.routesOn(service, port).length === 0) continue;
    if (route.destinations.length > 1) {
      findings.split(route, service, weight);
      continue;
    }
    if (!underWay.includes(key)) return { service, port };
    findings.cycle(route, [...underWay.slice(underWay.indexOf(key)), key]);
  }
  return undefined;
}
