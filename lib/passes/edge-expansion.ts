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
import { effectiveRoutePolicies, type EffectiveRoutePolicies } from './effective-route-policies.js';
import type { Leaf } from './mesh-index.js';
import { policyVariants, type PolicyVariant } from './policy-variant.js';
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
  private readonly variants: ReadonlyMap<string, PolicyVariant>;

  constructor(ir: MeshIr) {
    this.ir = ir;
    this.variants = policyVariants(ir.rollouts);
  }

  /** @param callee whose call the routes are for; the caller's word on it is a scope of the routes */
  httpRoutes(decisions: readonly Decision[], callee: string | undefined, edge: EdgePolicies): ExpandedRoutes {
    const leaves = decisions.flatMap(({ action }) => {
      if (action.kind === 'redirect') return [];
      const variant = this.variantOf(action.leaves);
      return [...action.leaves, ...(variant === undefined ? [] : under(variant, action.leaves))].map(
        ({ leaf }) => leaf,
      );
    });
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
      const name = destinationName(leaf);
      if (!byName.has(name)) byName.set(name, this.destination(name, leaf, edge));
    }
    return [...byName.keys()].sort().map((name) => byName.get(name) as EffectiveDestination); // keys of the same map
  }

  private httpRoute(decision: Decision, callee: string | undefined, edge: EdgePolicies): EffectiveHttpRoute {
    const { action } = decision;
    const context = { decision, edge, ofCall: callee === undefined ? undefined : edge(callee) };
    const common = {
      name: decision.name,
      origin: decision.origin,
      match: decision.match,
      ...(decision.requestHeaders === undefined ? {} : { requestHeaders: decision.requestHeaders }),
      ...(decision.responseHeaders === undefined ? {} : { responseHeaders: decision.responseHeaders }),
    };
    if (action.kind === 'redirect') return { ...common, action, ...this.routePolicies(context, []) };
    const { leaves } = action;
    const variant = this.variantOf(leaves);
    return {
      ...common,
      ...this.forward(context, action, leaves),
      ...(variant === undefined
        ? {}
        : { variant: { ...identityOf(variant), ...this.forward(context, action, under(variant, leaves)) } }),
    };
  }

  /** Where requests go, and under which policies. */
  private forward(context: RouteContext, { rewrite }: Forward, leaves: readonly WeightedLeaf[]) {
    const affinity = rolloutAffinity(
      leaves.map(({ leaf }) => leaf.backend),
      this.ir.rollouts,
    );
    const action: Extract<EffectiveHttpRoute['action'], { readonly kind: 'forward' }> = {
      kind: 'forward',
      destinations: weights(leaves),
      hashOn: this.hashOn(leaves, context.edge),
      ...(rewrite === undefined ? {} : { rewrite }),
      ...(affinity === undefined ? {} : { affinity }),
    };
    return { action, ...this.routePolicies(context, leaves) };
  }

  private routePolicies({ decision, ofCall }: RouteContext, leaves: readonly WeightedLeaf[]): EffectiveRoutePolicies {
    const layers = routeLayers({ decision, ofMesh: this.ir.policies, ofCall }, leaves);
    return effectiveRoutePolicies(layers, leaves[0]?.leaf.port.protocol ?? 'http', decision.origin.constructPath);
  }

  /** The policies that a rollout takes to the places of a route; of several the first. */
  private variantOf(leaves: readonly WeightedLeaf[]): PolicyVariant | undefined {
    for (const { leaf } of leaves) {
      const variant = this.variants.get(leaf.backend.service.name);
      if (variant !== undefined && leaf.backend.kind !== 'external-service') return variant;
    }
    return undefined;
  }

  private hashOn(leaves: readonly WeightedLeaf[], edge: EdgePolicies): readonly HashKey[] {
    for (const { leaf } of leaves) {
      const { loadBalancing } = this.destination(destinationName(leaf), leaf, edge);
      if (loadBalancing.kind === 'ring-hash' || loadBalancing.kind === 'maglev') return loadBalancing.hashOn;
    }
    return [];
  }

  private destination(name: string, leaf: Leaf, edge: EdgePolicies): EffectiveDestination {
    const { backend, variant } = leaf;
    const own = edge(backend.service.name);
    const known = own === undefined ? this.sharedDestinations.get(name) : undefined;
    if (known !== undefined) return known;
    const ofService = [backend.service.policies, variant?.policies ?? {}];
    const layers = [this.ir.policies, ...ofService, versionPolicies(backend), own ?? {}];
    const destination = effectiveDestination(leaf, layers);
    if (own === undefined) this.sharedDestinations.set(name, destination);
    return destination;
  }
}

type Forward = Extract<Decision['action'], { readonly kind: 'forward' }>;

/** A route that is being resolved. */
interface RouteContext {
  readonly decision: Decision;
  readonly edge: EdgePolicies;
  /** What the caller says of the call that the route is for. */
  readonly ofCall: DestinationPolicies | undefined;
}

/** The same places under the policies of a rollout, as far as they are its service's. */
function under(variant: PolicyVariant, leaves: readonly WeightedLeaf[]): readonly WeightedLeaf[] {
  return leaves.map(({ leaf, weight }) => ({
    leaf: leaf.backend.service.name === variant.service ? { ...leaf, variant } : leaf,
    weight,
  }));
}

/**
 * Scopes of a route, widest first. A split over several services is under none of them, only under those that the
 * request was handed through.
 */
function routeLayers(
  {
    decision,
    ofMesh,
    ofCall,
  }: {
    readonly decision: Decision;
    readonly ofMesh: DestinationPolicies;
    readonly ofCall: DestinationPolicies | undefined;
  },
  leaves: readonly WeightedLeaf[],
): readonly Policies[] {
  const variant = leaves.find(({ leaf }) => leaf.variant !== undefined)?.leaf.variant;
  const layersOf = ({ name, policies }: Backend['service']): readonly Policies[] =>
    variant?.service === name ? [policies, variant.policies] : [policies];
  const layers: Policies[] = [ofMesh, ...decision.through.flatMap(layersOf)];
  const services = new Set(leaves.map(({ leaf }) => leaf.backend.service));
  const [service] = services;
  if (service !== undefined && services.size === 1 && !decision.through.some((other) => other === service)) {
    layers.push(...layersOf(service));
  }
  // A rollout adds its canary with the weight 0, and the policies of a rule must not change by that.
  const [only, ...others] = leaves.filter(({ weight }) => weight > 0);
  if (only !== undefined && others.length === 0) layers.push(versionPolicies(only.leaf.backend));
  if (ofCall !== undefined) layers.push(ofCall);
  return [...layers, ...decision.routePolicies];
}

function identityOf({ rollout, revision }: PolicyVariant): Pick<PolicyVariant, 'rollout' | 'revision'> {
  return { rollout, revision };
}

function versionPolicies(backend: Backend): DestinationPolicies {
  if (backend.kind !== 'version') return {};
  return backend.service.versions.find(({ name }) => name === backend.version)?.policies ?? {};
}

function weights(leaves: readonly WeightedLeaf[]): EffectiveWeight[] {
  return leaves.map(({ leaf, weight }) => ({ destination: destinationName(leaf), weight }));
}
