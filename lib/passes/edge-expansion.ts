import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveTcpRoute,
  EffectiveWeight,
} from '../ir/effective-mesh.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { HashKey } from '../ir/policies/load-balancing.js';
import type { DestinationPolicies, Policies } from '../ir/policies/policies.js';
import type { Decision, WeightedLeaf } from './decision-list.js';
import { destinationName, effectiveDestination, type Backend } from './effective-destination.js';
import { effectiveRoutePolicies } from './effective-route-policies.js';
import type { Leaf } from './mesh-index.js';
import { rolloutAffinity } from './rollout-affinity.js';
import type { TcpDecision } from './tcp-routes.js';

/** HTTP routes of one callee port or gateway route, and the places they end at. */
export interface ExpandedRoutes {
  readonly routes: readonly EffectiveHttpRoute[];
  /** May hold the same place more than once. */
  readonly leaves: readonly Leaf[];
}

/** What one caller decides for a destination, by the service it belongs to; undefined where it decides nothing. */
export type EdgePolicies = (service: string) => DestinationPolicies | undefined;

/**
 * Turns decisions into routes and places into destinations with every policy resolved. What no caller decides anything
 * of is made once and shared as the same object between proxies, so that cost grows with what differs.
 */
export class EdgeExpansion {
  private readonly ir: MeshIr;
  private readonly sharedRoutes = new WeakMap<readonly Decision[], ExpandedRoutes>();
  private readonly sharedDestinations = new Map<string, EffectiveDestination>();

  constructor(ir: MeshIr) {
    this.ir = ir;
  }

  /** @param callee whose call the routes are for; the caller's word on it is a scope of the routes */
  httpRoutes(decisions: readonly Decision[], callee: string | undefined, edge: EdgePolicies): ExpandedRoutes {
    const leaves = decisions.flatMap(({ action }) =>
      action.kind === 'forward' ? action.leaves.map(({ leaf }) => leaf) : [],
    );
    const owners = [...(callee === undefined ? [] : [callee]), ...leaves.map(({ backend }) => backend.service.name)];
    const shareable = owners.every((owner) => edge(owner) === undefined);
    const known = shareable ? this.sharedRoutes.get(decisions) : undefined;
    if (known !== undefined) return known;
    const routes = decisions.map((decision) => this.httpRoute(decision, callee, edge));
    const expanded = { routes, leaves };
    if (shareable) this.sharedRoutes.set(decisions, expanded);
    return expanded;
  }

  tcpRoute({ name, origin, leaves }: TcpDecision): {
    readonly route: EffectiveTcpRoute;
    readonly leaves: readonly Leaf[];
  } {
    return { route: { name, origin, destinations: weights(leaves) }, leaves: leaves.map(({ leaf }) => leaf) };
  }

  /** Destinations for places, each once, sorted by name. */
  destinations(leaves: Iterable<Leaf>, edge: EdgePolicies): readonly EffectiveDestination[] {
    const byName = new Map<string, EffectiveDestination>();
    for (const leaf of leaves) {
      const name = destinationName(leaf.backend, leaf.port);
      if (!byName.has(name)) byName.set(name, this.destination(name, leaf, edge));
    }
    return [...byName.keys()].sort().map((name) => byName.get(name) as EffectiveDestination); // keys of the same map
  }

  private httpRoute(decision: Decision, callee: string | undefined, edge: EdgePolicies): EffectiveHttpRoute {
    const { action } = decision;
    const leaves = action.kind === 'forward' ? action.leaves : [];
    const layers = this.routeLayers(decision, leaves, callee === undefined ? undefined : edge(callee));
    const protocol = leaves[0]?.leaf.port.protocol ?? 'http';
    const affinity = rolloutAffinity(
      leaves.map(({ leaf }) => leaf.backend),
      this.ir.rollouts,
    );
    return {
      name: decision.name,
      origin: decision.origin,
      match: decision.match,
      action:
        action.kind === 'redirect'
          ? action
          : {
              kind: 'forward',
              destinations: weights(leaves),
              hashOn: this.hashOn(leaves, edge),
              ...(action.rewrite === undefined ? {} : { rewrite: action.rewrite }),
              ...(affinity === undefined ? {} : { affinity }),
            },
      ...(decision.requestHeaders === undefined ? {} : { requestHeaders: decision.requestHeaders }),
      ...(decision.responseHeaders === undefined ? {} : { responseHeaders: decision.responseHeaders }),
      ...effectiveRoutePolicies(layers, protocol, decision.origin.constructPath),
    };
  }

  /**
   * Scopes of a route, widest first. A split over several services is under none of them, only under those that the
   * request was handed through.
   */
  private routeLayers(
    decision: Decision,
    leaves: readonly WeightedLeaf[],
    edge: DestinationPolicies | undefined,
  ): readonly Policies[] {
    const layers: Policies[] = [this.ir.policies, ...decision.through.map(({ policies }) => policies)];
    const services = new Set(leaves.map(({ leaf }) => leaf.backend.service));
    const [service] = services;
    if (service !== undefined && services.size === 1 && !decision.through.some((other) => other === service)) {
      layers.push(service.policies);
    }
    // A rollout adds its canary with the weight 0, and the policies of a rule must not change by that.
    const [only, ...others] = leaves.filter(({ weight }) => weight > 0);
    if (only !== undefined && others.length === 0) layers.push(versionPolicies(only.leaf.backend));
    if (edge !== undefined) layers.push(edge);
    return [...layers, ...decision.routePolicies];
  }

  private hashOn(leaves: readonly WeightedLeaf[], edge: EdgePolicies): readonly HashKey[] {
    for (const { leaf } of leaves) {
      const { loadBalancing } = this.destination(destinationName(leaf.backend, leaf.port), leaf, edge);
      if (loadBalancing.kind === 'ring-hash' || loadBalancing.kind === 'maglev') return loadBalancing.hashOn;
    }
    return [];
  }

  private destination(name: string, { backend, port }: Leaf, edge: EdgePolicies): EffectiveDestination {
    const own = edge(backend.service.name);
    const known = own === undefined ? this.sharedDestinations.get(name) : undefined;
    if (known !== undefined) return known;
    const layers = [this.ir.policies, backend.service.policies, versionPolicies(backend), own ?? {}];
    const destination = effectiveDestination(backend, port, layers);
    if (own === undefined) this.sharedDestinations.set(name, destination);
    return destination;
  }
}

function versionPolicies(backend: Backend): DestinationPolicies {
  if (backend.kind !== 'version') return {};
  return backend.service.versions.find(({ name }) => name === backend.version)?.policies ?? {};
}

function weights(leaves: readonly WeightedLeaf[]): EffectiveWeight[] {
  return leaves.map(({ leaf, weight }) => ({ destination: destinationName(leaf.backend, leaf.port), weight }));
}
