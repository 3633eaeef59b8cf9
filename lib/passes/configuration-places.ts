import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
  EffectiveTcpRoute,
  GatewayProxy,
  ServiceProxy,
} from '../ir/effective-mesh.js';
import type { Origin } from '../diagnostics/origin.js';
import { sameContent } from '../ir/same-content.js';
import { memoiseByObject } from '../util/memoise-by-object.js';

/** What one configuration says of a place. */
export interface PlaceRoutes {
  readonly routes: readonly EffectiveHttpRoute[] | readonly EffectiveTcpRoute[];
  /** Those that the routes lead to, each once. */
  readonly destinations: readonly EffectiveDestination[];
}

/** One port of a callee in a caller's proxy, or one host on a port of a gateway, in two configurations of a mesh. */
export interface ConfigurationPlace {
  /** See `placeKey`. */
  readonly key: string;
  /** Where the candidate has it. */
  readonly origin: Origin;
  /** What people call it. */
  readonly words: string;
  readonly present: PlaceRoutes;
  readonly candidate: PlaceRoutes;
  /** The services that either leads to; a name may be there more than once. */
  readonly services: readonly string[];
  /** Whether a share of what comes there can be taken to the candidate: of requests that services of the mesh answer. */
  readonly isDividable: boolean;
  readonly isDifferent: boolean;
}

/** Tells the places of a mesh apart. */
export function placeKey(proxy: EffectiveProxy, port: string, calleeOrHost: string): string {
  return JSON.stringify([proxy.kind, proxy.name, port, calleeOrHost]);
}

/** All places of a mesh in two configurations, which have the same services, gateways and ports. What proxies share is compared once. */
export function configurationPlaces(present: EffectiveMesh, candidate: EffectiveMesh): readonly ConfigurationPlace[] {
  const sameRoutes = comparedOnce<PlaceRoutes['routes']>(sameContent);
  const sameDestination = comparedOnce<EffectiveDestination>((left, right) =>
    sameContent(policiesOf(left), policiesOf(right)),
  );
  const isSame = (left: PlaceRoutes, right: PlaceRoutes): boolean =>
    sameRoutes(left.routes, right.routes) &&
    left.destinations.length === right.destinations.length &&
    left.destinations.every((each, index) => sameDestination(each, right.destinations[index] ?? each));
  const conflicts = conflictsOutside(present, candidate, sameDestination);
  const others = new Map(candidate.proxies.flatMap(placesOf).map((place) => [place.key, place]));
  return present.proxies.flatMap(placesOf).flatMap(({ key, words, isForRequests, proxy, ...place }) => {
    const other = others.get(key);
    if (other === undefined) return [];
    const destinations = [...place.destinations, ...other.destinations];
    const services = destinations.flatMap(({ backend }) =>
      backend.kind === 'external-service' ? [] : [backend.service.name],
    );
    const isTorn = destinations.some(({ name }) => conflicts.has(`${proxy} ${name}`));
    return [
      {
        ...{ key, words, services, origin: other.origin, present: place, candidate: other },
        isDividable: isForRequests && services.length > 0 && !isTorn,
        isDifferent: !isSame(place, other),
      },
    ];
  });
}

/** Remembers what was compared: proxies share most of it. */
function comparedOnce<T extends object>(isSame: (left: T, right: T) => boolean): (left: T, right: T) => boolean {
  const compared = memoiseByObject((left: T) => memoiseByObject((right: T) => isSame(left, right)));
  return (left, right) => compared(left)(right);
}

/** All else of a destination is of the mesh. */
function policiesOf({
  backend: _backend,
  port: _port,
  ...policies
}: EffectiveDestination): Omit<EffectiveDestination, 'backend' | 'port'> {
  return policies;
}

/** A place outside the mesh has one cluster for both, so that it has to be under the same policies: those that are not, by proxy. */
function conflictsOutside(
  present: EffectiveMesh,
  candidate: EffectiveMesh,
  isSame: (left: EffectiveDestination, right: EffectiveDestination) => boolean,
): ReadonlySet<string> {
  const outside = ({ proxies }: EffectiveMesh): [string, EffectiveDestination][] =>
    proxies.flatMap(({ kind, name, destinations }) =>
      destinations
        .filter(({ backend }) => backend.kind === 'external-service')
        .map((destination): [string, EffectiveDestination] => [`${kind} ${name} ${destination.name}`, destination]),
    );
  const known = new Map(outside(present));
  const conflicts = outside(candidate).filter(([place, destination]) => {
    const other = known.get(place);
    return other !== undefined && !isSame(other, destination);
  });
  return new Set(conflicts.map(([place]) => place));
}

interface Place extends PlaceRoutes, Pick<ConfigurationPlace, 'key' | 'origin' | 'words'> {
  /** Kind and name. */
  readonly proxy: string;
  /** Requests, and to the mesh. */
  readonly isForRequests: boolean;
}

function placesOf(proxy: EffectiveProxy): readonly Place[] {
  return proxy.kind === 'gateway' ? placesOfGateway(proxy) : placesOfService(proxy);
}

function placesOfService(proxy: ServiceProxy): readonly Place[] {
  return proxy.outbound.map((outbound): Place => {
    const { callee, port, origin } = outbound;
    const routes = outbound.kind === 'http' ? outbound.routes : [outbound.route];
    return {
      key: placeKey(proxy, port.name, callee.service.name),
      proxy: `${proxy.kind} ${proxy.name}`,
      origin,
      words: `from service "${proxy.name}" to ${callee.kind === 'service' ? 'service' : 'external service'} "${callee.service.name}", port "${port.name}"`,
      isForRequests: outbound.kind === 'http' && callee.kind === 'service',
      routes,
      destinations: destinationsOf(proxy, routes),
    };
  });
}

function placesOfGateway(proxy: GatewayProxy): readonly Place[] {
  return proxy.ports.flatMap(({ port, virtualHosts }) =>
    virtualHosts.map(({ host, routes }): Place => ({
      key: placeKey(proxy, port.name, host),
      proxy: `${proxy.kind} ${proxy.name}`,
      origin: proxy.gateway.origin,
      words: `for host "${host}" of gateway "${proxy.name}"`,
      isForRequests: true,
      routes,
      destinations: destinationsOf(proxy, routes),
    })),
  );
}

function destinationsOf(
  { destinations }: EffectiveProxy,
  routes: readonly EffectiveHttpRoute[] | readonly EffectiveTcpRoute[],
): readonly EffectiveDestination[] {
  const names = new Set(routes.flatMap((route) => namesOf(route)));
  return destinations.filter(({ name }) => names.has(name));
}

function namesOf(route: EffectiveHttpRoute | EffectiveTcpRoute): readonly string[] {
  const weights = 'destinations' in route ? route.destinations : destinationsOfAction(route.action);
  return weights.map(({ destination }) => destination);
}

function destinationsOfAction(action: EffectiveHttpRoute['action']): EffectiveTcpRoute['destinations'] {
  return action.kind === 'redirect' ? [] : action.destinations;
}
