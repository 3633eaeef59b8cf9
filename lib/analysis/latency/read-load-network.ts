import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
  EffectiveTcpRoute,
  EffectiveWeight,
  GatewayProxy,
  ServiceProxy,
} from '../../ir/effective-mesh.js';
import type { Route } from '../../ir/route.js';
import type { Call } from '../../ir/service.js';
import type { Transfer } from '../../ir/transfer.js';
import { InternalError } from '../../util/internal-error.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { strongComponents } from '../effective/strong-components.js';
import type { EntryPoint, LoadCall, LoadNetwork, Mix, StationShare } from './load-network.js';
import { readStations, type Stations } from './read-stations.js';
import type { Station } from './station.js';

type Routed = EffectiveHttpRoute | EffectiveTcpRoute;

/**
 * Reads out of a mesh where requests spend time and how they get there.
 */
export function readLoadNetwork(mesh: EffectiveMesh): LoadNetwork {
  const stations = readStations(mesh);
  const reader = new MixReader(stations);
  const callsByService = new Map<string, readonly LoadCall[]>();
  const entryPoints: EntryPoint[] = [];
  for (const proxy of mesh.proxies) {
    if (proxy.kind === 'service') callsByService.set(proxy.name, callsOf(proxy, reader));
    else entryPoints.push(...entryPointsOf(proxy, reader));
  }
  return { stations: stations.all, callsByService, entryPoints, components: componentsOf(callsByService) };
}

function componentsOf(callsByService: ReadonlyMap<string, readonly LoadCall[]>): LoadNetwork['components'] {
  const names = [...callsByService.keys()];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const successors = names.map((name) => {
    const made = (callsByService.get(name) ?? []).filter(({ requestsPerRequest }) => requestsPerRequest > 0);
    const called = new Set(made.flatMap(({ mixes }) => mixes.flatMap(({ shares }) => shares.map(serviceOf))));
    return Array.from(called).flatMap((callee) => numbers.get(callee) ?? []); // external services call nobody
  });
  return strongComponents(successors).map((component) => component.flatMap((number) => names[number] ?? []));
}

function serviceOf({ station }: StationShare): string {
  return station.service;
}

function callsOf(proxy: ServiceProxy, reader: MixReader): readonly LoadCall[] {
  const handedOnTo = new Set(proxy.service.routes.flatMap(namesOfDestinations));
  return proxy.service.calls.map((call): LoadCall => {
    const { callee, origin, load } = call;
    // What a service's own rules hand on to must be declared as a call too, though its callers may be all who make it.
    const unlessSaid = handedOnTo.has(callee.name) ? 0 : 1;
    const ports = proxy.outbound.filter((port) => isFor(call, port.callee));
    const routes = ports.flatMap((port): readonly Routed[] => (port.kind === 'http' ? port.routes : [port.route]));
    return {
      caller: proxy.name,
      callee: callee.name,
      origin,
      requestsPerRequest: load?.requestsPerRequest ?? unlessSaid,
      transferMs: timeOf(load?.transfer),
      mixes: routes.map((route) => reader.read(route, proxy)),
      ...(load?.parallelGroup === undefined ? {} : { parallelGroup: load.parallelGroup }),
    };
  });
}

function namesOfDestinations(route: Route): readonly string[] {
  const destinations =
    route.kind === 'tcp' ? route.destinations : route.action.kind === 'forward' ? route.action.destinations : [];
  return destinations.map(({ destination }) => destination.service);
}

function isFor(call: Call, callee: ServiceProxy['outbound'][number]['callee']): boolean {
  return call.callee.kind === callee.kind && call.callee.name === callee.service.name;
}

function entryPointsOf(proxy: GatewayProxy, reader: MixReader): readonly EntryPoint[] {
  const { gateway } = proxy;
  const routesByRule = new Map<string, Set<EffectiveHttpRoute>>();
  for (const { virtualHosts } of proxy.ports) {
    for (const route of virtualHosts.flatMap(({ routes }) => routes)) {
      const rule = ruleOf(route.name);
      const known = routesByRule.get(rule);
      if (known === undefined) routesByRule.set(rule, new Set([route]));
      else known.add(route);
    }
  }
  return gateway.routes.flatMap(({ name, origin, action, objectives, transfer }): EntryPoint[] => {
    // A rule behind one that takes everything became nothing, which another check tells.
    const routes = routesByRule.get(name);
    if (routes === undefined || action.kind === 'redirect') return [];
    return [
      {
        gateway: gateway.name,
        route: name,
        origin,
        transferMs: timeOf(transfer),
        mixes: [...routes].map((route) => reader.read(route, proxy)),
        ...(objectives === undefined ? {} : { objectives }),
      },
    ];
  });
}

/** The gateway's own rule in a name such as `<gateway>/<port>/<rule>+<service>/<port>/<rule>`; names hold no `/` or `+`. */
function ruleOf(route: string): string {
  const [own = ''] = route.split('+');
  return own.slice(own.lastIndexOf('/') + 1);
}

/** Time in ms that a request and its answer are on the network. */
function timeOf(transfer: Transfer | undefined): number {
  if (transfer === undefined) return 0;
  const { requestSizeBytes, responseSizeBytes, bandwidthBitsPerSecond, roundTripMs } = transfer;
  if (bandwidthBitsPerSecond === undefined) return roundTripMs;
  return roundTripMs + ((requestSizeBytes + responseSizeBytes) * 8 * 1000) / bandwidthBitsPerSecond;
}

/** Reads routes; one that several proxies share is read once. */
class MixReader {
  private readonly stations: Stations;
  private readonly known = new Map<Routed, Mix>();
  private readonly backendsOf = memoiseByObject(
    (destinations: readonly EffectiveDestination[]) =>
      new Map(destinations.map(({ name, backend }) => [name, backend])),
  );

  constructor(stations: Stations) {
    this.stations = stations;
  }

  read(route: Routed, proxy: EffectiveProxy): Mix {
    const known = this.known.get(route);
    if (known !== undefined) return known;
    const timeout = 'timeout' in route ? route.timeout.requestMs : undefined;
    const mix: Mix = {
      route: route.name,
      shares: this.sharesOf(weightsOf(route), proxy),
      ...(timeout === undefined || timeout.value === 'none'
        ? {}
        : { timeout: { ms: timeout.value, origin: timeout.origin } }),
    };
    this.known.set(route, mix);
    return mix;
  }

  private sharesOf(weights: readonly EffectiveWeight[], { destinations }: EffectiveProxy): readonly StationShare[] {
    const backends = this.backendsOf(destinations);
    const shares = new Map<Station, number>();
    for (const { destination: name, weight } of weights) {
      if (weight === 0) continue;
      const backend = backends.get(name);
      if (backend === undefined) throw new InternalError(`no destination ${name}`);
      for (const { station, share } of this.stations.sharesOf(backend)) {
        shares.set(station, (shares.get(station) ?? 0) + (share * weight) / 100);
      }
    }
    return Array.from(shares, ([station, share]) => ({ station, share }));
  }
}

function weightsOf(route: Routed): readonly EffectiveWeight[] {
  if ('destinations' in route) return route.destinations;
  return route.action.kind === 'forward' ? route.action.destinations : [];
}
