import type { Origin } from '../../diagnostics/origin.js';
import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
  EffectiveTcpRoute,
} from '../../ir/effective-mesh.js';
import type { ExternalService } from '../../ir/external-service.js';
import type { Gateway } from '../../ir/gateway.js';
import type { Service } from '../../ir/service.js';
import { compareText } from '../../util/compare-text.js';
import { InternalError } from '../../util/internal-error.js';
import { strongComponents } from './strong-components.js';

/** One who calls or is called. Every node is one object, so that it can be a key. */
export type CallNode =
  | { readonly kind: 'service'; readonly name: string; readonly origin: Origin; readonly service: Service }
  | { readonly kind: 'gateway'; readonly name: string; readonly origin: Origin; readonly gateway: Gateway }
  | {
      readonly kind: 'external-service';
      readonly name: string;
      readonly origin: Origin;
      readonly service: ExternalService;
    };

/** A route of the caller's proxy that can send to the callee. Callers that decide nothing of their own share it. */
export type CallRoute = (
  | { readonly kind: 'http'; readonly route: EffectiveHttpRoute }
  | { readonly kind: 'tcp'; readonly route: EffectiveTcpRoute }
) & {
  /** How much of what the route takes ends at the callee, in percent, over 0 to 100. */
  readonly share: number;
};

/** All that one node sends to another. */
export interface CallEdge {
  readonly caller: CallNode;
  readonly callee: CallNode;
  /** Where the call was declared that leads there; of a gateway, the first route that does. */
  readonly origin: Origin;
  /** At least one; in the order of ports, then of routes; not copied between callers that share them. */
  readonly routes: readonly CallRoute[];
  /**
   * Whether the caller itself surely makes the call. A service whose own rules hand on to another must declare that call
   * too, though it may be its callers alone who make it.
   */
  readonly isCertain: boolean;
}

/**
 * Who really sends to whom: the routes of every proxy followed to where they end. A destination of weight 0 and a service
 * that only hands on to another get nothing, and so no edge.
 */
export interface CallGraph {
  /** Services, gateways, external services; each sorted by name. */
  readonly nodes: readonly CallNode[];
  /** In the order of nodes by caller, then by the name of the callee. */
  readonly edges: readonly CallEdge[];
  /** What a node sends; sorted by the name of the callee, may be empty. */
  callsOf(node: CallNode): readonly CallEdge[];
  /** What a node gets; in the order of nodes by caller, may be empty. */
  callersOf(node: CallNode): readonly CallEdge[];
  /** Nodes that can reach each other by certain calls, together; callees stand before their callers. */
  readonly components: readonly (readonly CallNode[])[];
  /**
   * Where requests come in: gateways, services that nobody surely calls, and all services of a circle that nobody outside
   * of it surely calls. In the order of nodes.
   */
  readonly entryPoints: readonly CallNode[];
}

/**
 * Follows every route of every proxy to where it ends. Cost grows with the routes that differ, not with their callers.
 */
export function buildCallGraph(mesh: EffectiveMesh): CallGraph {
  const nodes = nodesOf(mesh);
  const nodesByName = new Map(nodes.map((node) => [keyOf(node.kind, node.name), node]));
  const edges = new EdgeFinder(nodesByName).all(mesh.proxies);
  const outgoing = groupBy(edges, ({ caller }) => caller);
  const incoming = groupBy(edges, ({ callee }) => callee);
  const callsOf = (node: CallNode) => outgoing.get(node) ?? [];
  const callersOf = (node: CallNode) => incoming.get(node) ?? [];
  const components = componentsOf(nodes, callsOf);
  const entryPoints = entryPointsOf(nodes, components, callersOf);
  return { nodes, edges, callsOf, callersOf, components, entryPoints };
}

function nodesOf({ ir }: EffectiveMesh): readonly CallNode[] {
  return [
    ...ir.services.map((service): CallNode => ({
      kind: 'service',
      name: service.name,
      origin: service.origin,
      service,
    })),
    ...ir.gateways.map((gateway): CallNode => ({
      kind: 'gateway',
      name: gateway.name,
      origin: gateway.origin,
      gateway,
    })),
    ...ir.externalServices.map((service): CallNode => ({
      kind: 'external-service',
      name: service.name,
      origin: service.origin,
      service,
    })),
  ];
}

function keyOf(kind: CallNode['kind'], name: string): string {
  return `${kind}/${name}`;
}

/** Routes of one port or virtual host, sorted out by where they end. */
type RoutesByCallee = ReadonlyMap<CallNode, readonly CallRoute[]>;

class EdgeFinder {
  private readonly nodesByName: ReadonlyMap<string, CallNode>;
  // By the list of routes, or the TCP route: proxies share them.
  private readonly sorted = new WeakMap<object, RoutesByCallee>();

  constructor(nodesByName: ReadonlyMap<string, CallNode>) {
    this.nodesByName = nodesByName;
  }

  all(proxies: readonly EffectiveProxy[]): readonly CallEdge[] {
    return proxies.flatMap((proxy) => this.ofProxy(proxy));
  }

  private ofProxy(proxy: EffectiveProxy): readonly CallEdge[] {
    const caller = this.node(proxy.kind, proxy.name);
    const found = new Map<CallNode, { readonly origin: Origin; readonly lists: (readonly CallRoute[])[] }>();
    for (const { routes, origin } of this.routesOf(proxy)) {
      for (const [callee, list] of routes) {
        const known = found.get(callee);
        if (known === undefined) found.set(callee, { origin: origin ?? originOf(list), lists: [list] });
        else known.lists.push(list);
      }
    }
    const handedOnTo = calleesOfRules(proxy);
    return [...found]
      .sort(([a], [b]) => compareText(a.name, b.name) || compareText(a.kind, b.kind))
      .map(([callee, { origin, lists }]) => ({
        caller,
        callee,
        origin,
        routes: joined(lists),
        isCertain: !handedOnTo.has(keyOf(callee.kind, callee.name)),
      }));
  }

  private *routesOf(
    proxy: EffectiveProxy,
  ): Generator<{ readonly routes: RoutesByCallee; readonly origin: Origin | undefined }> {
    const destinations = new Map(proxy.destinations.map((destination) => [destination.name, destination]));
    if (proxy.kind === 'gateway') {
      for (const { virtualHosts } of proxy.ports) {
        for (const { routes } of virtualHosts) {
          yield { routes: this.sortOut(routes, httpRoutes(routes), destinations), origin: undefined };
        }
      }
      return;
    }
    for (const port of proxy.outbound) {
      const routes =
        port.kind === 'http'
          ? this.sortOut(port.routes, httpRoutes(port.routes), destinations)
          : this.sortOut(port.route, [{ kind: 'tcp', route: port.route }], destinations);
      yield { routes, origin: port.origin };
    }
  }

  private sortOut(
    shared: object,
    routes: readonly BareRoute[],
    destinations: ReadonlyMap<string, EffectiveDestination>,
  ): RoutesByCallee {
    const known = this.sorted.get(shared);
    if (known !== undefined) return known;
    const byCallee = new Map<CallNode, CallRoute[]>();
    for (const bare of routes) {
      for (const [callee, share] of this.sharesOf(bare, destinations)) {
        const list = byCallee.get(callee);
        if (list === undefined) byCallee.set(callee, [{ ...bare, share }]);
        else list.push({ ...bare, share });
      }
    }
    this.sorted.set(shared, byCallee);
    return byCallee;
  }

  private sharesOf(
    bare: BareRoute,
    destinations: ReadonlyMap<string, EffectiveDestination>,
  ): ReadonlyMap<CallNode, number> {
    const shares = new Map<CallNode, number>();
    for (const { destination: name, weight } of weightsOf(bare)) {
      const backend = destinations.get(name)?.backend;
      if (backend === undefined) throw new InternalError(`no destination ${name} for route ${bare.route.name}`);
      if (weight === 0) continue;
      const callee = this.node(backend.kind === 'external-service' ? backend.kind : 'service', backend.service.name);
      shares.set(callee, (shares.get(callee) ?? 0) + weight);
    }
    return shares;
  }

  private node(kind: CallNode['kind'], name: string): CallNode {
    const node = this.nodesByName.get(keyOf(kind, name));
    if (node === undefined) throw new InternalError(`no ${kind} ${name} in the call graph`);
    return node;
  }
}

type BareRoute =
  | { readonly kind: 'http'; readonly route: EffectiveHttpRoute }
  | { readonly kind: 'tcp'; readonly route: EffectiveTcpRoute };

/** Whom the rules of a service send to; nobody for gateways, which are all rules. */
function calleesOfRules(proxy: EffectiveProxy): ReadonlySet<string> {
  if (proxy.kind === 'gateway') return new Set();
  const destinations = proxy.service.routes.flatMap((route) => {
    if (route.kind === 'tcp') return route.destinations;
    return route.action.kind === 'forward' ? route.action.destinations : [];
  });
  return new Set(
    destinations.map(({ destination: { kind, service } }) =>
      keyOf(kind === 'external-service' ? kind : 'service', service),
    ),
  );
}

function httpRoutes(routes: readonly EffectiveHttpRoute[]): readonly BareRoute[] {
  return routes.map((route) => ({ kind: 'http', route }));
}

function weightsOf(bare: BareRoute): EffectiveTcpRoute['destinations'] {
  if (bare.kind === 'tcp') return bare.route.destinations;
  return bare.route.action.kind === 'forward' ? bare.route.action.destinations : [];
}

function originOf(routes: readonly CallRoute[]): Origin {
  const [first] = routes;
  if (first === undefined) throw new InternalError('an edge of the call graph without a route');
  return first.route.origin;
}

// The virtual hosts of a gateway hold the same routes.
function joined(lists: readonly (readonly CallRoute[])[]): readonly CallRoute[] {
  const [first, ...others] = lists;
  if (first === undefined || others.length === 0) return first ?? [];
  return [...new Map(lists.flat().map((entry) => [entry.route, entry])).values()];
}

function groupBy<T, K>(items: readonly T[], keyOfItem: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function componentsOf(nodes: readonly CallNode[], callsOf: CallGraph['callsOf']): readonly (readonly CallNode[])[] {
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const successors = nodes.map((node) =>
    callsOf(node).flatMap(({ callee, isCertain }) => (isCertain ? (numbers.get(callee) ?? []) : [])),
  );
  return strongComponents(successors).map((component) =>
    [...component].sort((a, b) => a - b).flatMap((number) => nodes[number] ?? []),
  );
}

function entryPointsOf(
  nodes: readonly CallNode[],
  components: readonly (readonly CallNode[])[],
  callersOf: CallGraph['callersOf'],
): readonly CallNode[] {
  const called = new Set<CallNode>();
  for (const component of components) {
    const members = new Set(component);
    const isCalled = component.some((node) =>
      callersOf(node).some(({ caller, isCertain }) => isCertain && !members.has(caller)),
    );
    if (isCalled) for (const node of component) called.add(node);
  }
  return nodes.filter((node) => node.kind !== 'external-service' && !called.has(node));
}
