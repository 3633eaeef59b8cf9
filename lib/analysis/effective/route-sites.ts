import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
  EffectiveTcpRoute,
} from '../../ir/effective-mesh.js';
import { InternalError } from '../../util/internal-error.js';

/** A route of a proxy and where it sends. */
export type EffectiveRouteSite = (
  | { readonly kind: 'http'; readonly route: EffectiveHttpRoute }
  | { readonly kind: 'tcp'; readonly route: EffectiveTcpRoute }
) & {
  /** The first proxy, in the order of the mesh, that has the route. */
  readonly proxy: EffectiveProxy;
  /** Where it sends a share over 0; empty for redirects. */
  readonly ends: readonly RouteEnd[];
};

/** A destination of a route. */
export interface RouteEnd {
  readonly destination: EffectiveDestination;
  /** In percent, over 0 to 100. */
  readonly weight: number;
}

/**
 * Lists every route once, however many proxies share it; in the order of proxies.
 */
export function routeSites(mesh: EffectiveMesh): readonly EffectiveRouteSite[] {
  const seen = new WeakSet();
  const isNew = (shared: object) => {
    if (seen.has(shared)) return false;
    seen.add(shared);
    return true;
  };
  return mesh.proxies.flatMap((proxy) => sitesOfProxy(proxy, isNew));
}

function sitesOfProxy(proxy: EffectiveProxy, isNew: (shared: object) => boolean): readonly EffectiveRouteSite[] {
  const destinations = new Map(proxy.destinations.map((destination) => [destination.name, destination]));
  const sites: EffectiveRouteSite[] = [];
  const addHttp = (routes: readonly EffectiveHttpRoute[]) => {
    if (!isNew(routes)) return;
    for (const route of routes) {
      if (!isNew(route)) continue;
      const weights = route.action.kind === 'forward' ? route.action.destinations : [];
      sites.push({ kind: 'http', route, proxy, ends: endsOf(weights, destinations) });
    }
  };
  if (proxy.kind === 'gateway') {
    for (const { virtualHosts } of proxy.ports) for (const { routes } of virtualHosts) addHttp(routes);
    return sites;
  }
  for (const port of proxy.outbound) {
    if (port.kind === 'http') addHttp(port.routes);
    else if (isNew(port.route)) {
      sites.push({ kind: 'tcp', route: port.route, proxy, ends: endsOf(port.route.destinations, destinations) });
    }
  }
  return sites;
}

function endsOf(
  weights: EffectiveTcpRoute['destinations'],
  destinations: ReadonlyMap<string, EffectiveDestination>,
): readonly RouteEnd[] {
  return weights
    .filter(({ weight }) => weight > 0)
    .map(({ destination: name, weight }) => {
      const destination = destinations.get(name);
      if (destination === undefined) throw new InternalError(`no destination ${name}`);
      return { destination, weight };
    });
}
