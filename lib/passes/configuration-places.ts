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
import { contentName } from '../ir/content-name.js';
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
  const routesName = memoiseByObject(contentName);
  const destinationName = memoiseByObject(({ backend: _backend, port: _port, ...policies }: EffectiveDestination) =>
    contentName(policies),
  );
  const nameOf = ({ routes, destinations }: PlaceRoutes): string =>
    [routesName(routes), ...destinations.map(destinationName)].join(' ');
  // A place outside the mesh has one cluster for both, so that it has to be under the same policies.
  const outside = (proxy: EffectiveProxy): [string, string][] =>
    proxy.destinations
      .filter(({ backend }) => backend.kind === 'external-service')
      .map((destination) => [`${proxy.kind} ${proxy.name} ${destination.name}`, destinationName(destination)]);
  const presentOutside = new Map(present.proxies.flatMap(outside));
  const conflicts = new Set(
    candidate.proxies
      .flatMap(outside)
      .filter(([place, name]) => (presentOutside.get(place) ?? name) !== name)
      .map(([place]) => place),
  );
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
        isDifferent: nameOf(place) !== nameOf(other),
      },
    ];
  });
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
