import type { ExternalService } from '../ir/external-service.js';
import { fitsPort, pickPort } from '../ir/pick-port.js';
import type { Port } from '../ir/port.js';
import type { Destination } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import type { NameIndex } from './name-index.js';
import type { PlacedRoute } from './place-route.js';

/** What a destination stands for, or the first thing that is wrong with it: what follows from that is not told too. */
export type Resolution =
  | { readonly kind: 'sound'; readonly port: Port }
  | { readonly kind: 'unknown-backend' }
  | { readonly kind: 'undeclared-callee'; readonly backend: Service | ExternalService; readonly owner: Service }
  | { readonly kind: 'unknown-version'; readonly service: Service }
  | { readonly kind: 'unknown-port'; readonly backend: Service | ExternalService; readonly name: string }
  | { readonly kind: 'protocol-mismatch'; readonly backend: Service | ExternalService; readonly port: Port }
  | {
      readonly kind: 'port-ambiguous';
      readonly backend: Service | ExternalService;
      readonly portNames: readonly string[];
    }
  /**
   * The cause is told elsewhere: the name is declared twice, a call to it goes nowhere as well, the backend has no ports
   * or versions, or the route no port.
   */
  | { readonly kind: 'unclear' };

/**
 * Finds what a destination of a route stands for.
 */
export function resolveDestination(destination: Destination, site: PlacedRoute, names: NameIndex): Resolution {
  const { service: name } = destination;
  if (names.ambiguous.has(name)) return { kind: 'unclear' };
  const backend = destination.kind === 'external-service' ? names.externalServices.get(name) : names.services.get(name);
  const { owner } = site;
  if (backend === undefined) {
    const isToldOfCall = owner.kind === 'service' && declares(owner.service, destination, names);
    return { kind: isToldOfCall ? 'unclear' : 'unknown-backend' };
  }
  // A gateway's routes are its declaration of calls.
  if (owner.kind === 'service' && !mayCall(owner.service, destination, names)) {
    return { kind: 'undeclared-callee', backend, owner: owner.service };
  }
  if (destination.kind === 'version' && 'versions' in backend) {
    if (backend.versions.length === 0) return { kind: 'unclear' };
    if (!backend.versions.some((version) => version.name === destination.version)) {
      return { kind: 'unknown-version', service: backend };
    }
  }
  return resolvePort(destination, backend, site);
}

function mayCall(caller: Service, destination: Destination, names: NameIndex): boolean {
  const isItself = destination.kind !== 'external-service' && destination.service === caller.name;
  return isItself || declares(caller, destination, names);
}

function declares(caller: Service, { kind, service: name }: Destination, names: NameIndex): boolean {
  const calleeKind = kind === 'external-service' ? 'external-service' : 'service';
  return names.calleesOf(caller).has(`${calleeKind}/${name}`);
}

function resolvePort(
  { port: name }: Destination,
  backend: Service | ExternalService,
  { route, placement }: PlacedRoute,
): Resolution {
  const [anyPort] = backend.ports;
  if (anyPort === undefined) return { kind: 'unclear' };
  const named = name === undefined ? undefined : backend.ports.find((port) => port.name === name);
  if (name !== undefined && named === undefined) return { kind: 'unknown-port', backend, name };
  if (placement.kind !== 'service-port' && placement.kind !== 'gateway-port') return { kind: 'unclear' };
  if (named !== undefined && !fitsPort(route.kind, named)) return { kind: 'protocol-mismatch', backend, port: named };
  const ruleOn = placement.kind === 'service-port' ? placement.port.name : placement.name;
  const port = pickPort(backend.ports, { kind: route.kind, name, ruleOn });
  if (port !== undefined) return { kind: 'sound', port };
  const fitting = backend.ports.filter((candidate) => fitsPort(route.kind, candidate));
  return fitting.length === 0
    ? { kind: 'protocol-mismatch', backend, port: anyPort }
    : { kind: 'port-ambiguous', backend, portNames: fitting.map((candidate) => candidate.name) };
}
