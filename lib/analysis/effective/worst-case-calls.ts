import type { EffectiveRetries } from '../../ir/effective-mesh.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { CallEdge, CallGraph, CallNode, CallRoute } from './call-graph.js';
import { retriesFailures } from './retries-failures.js';

/** How often one node may be called for one request that came in. */
export interface WorstCase {
  /** Infinite behind a circle of retries, and only there: a number too large for a machine is the largest it has. */
  readonly calls: number;
  /** How many calls on the way are tried again. */
  readonly hops: number;
  /** The last call of the worst way; absent where requests come in. */
  readonly via?: CallEdge;
}

/** The retries that decide how often a call is made. */
export interface EdgeTries {
  /** 1 where nothing is tried again. */
  readonly tries: number;
  readonly retries?: EffectiveRetries;
}

/** The worst case of every node, and what it is made of. */
export interface WorstCaseCalls {
  /** Nodes that no request comes to by certain calls are absent. */
  readonly byNode: ReadonlyMap<CallNode, WorstCase>;
  triesOf(edge: CallEdge): EdgeTries;
  /** Circles of calls of which one is tried again: the number of calls has no bound there. */
  readonly unbounded: readonly (readonly CallNode[])[];
}

/**
 * Counts how often each service may be called for one request at an entry point when the last of the way fails every time:
 * the largest product of tries along any way, where each service calls each callee once for each call that it gets. Goes
 * along the graph once; no way is listed.
 */
export function worstCaseCalls(graph: CallGraph): WorstCaseCalls {
  const triesOfRoutes = memoiseByObject(mostTries);
  const triesOf = ({ routes }: CallEdge) => triesOfRoutes(routes);
  const byNode = new Map<CallNode, WorstCase>(graph.entryPoints.map((node) => [node, { calls: 1, hops: 0 }]));
  const unbounded: (readonly CallNode[])[] = [];
  for (const component of graph.components.toReversed()) {
    if (component.length > 1 && spread(graph, component, { byNode, triesOf })) unbounded.push(component);
    const members = new Set(component);
    for (const node of component) {
      const own = byNode.get(node);
      if (own === undefined) continue;
      for (const edge of graph.callsOf(node)) {
        if (edge.isCertain && !members.has(edge.callee)) offer(byNode, edge, own, triesOf(edge).tries);
      }
    }
  }
  return { byNode, triesOf, unbounded };
}

function offer(byNode: Map<CallNode, WorstCase>, edge: CallEdge, from: WorstCase, tries: number): void {
  const known = byNode.get(edge.callee);
  const calls = from.calls === Infinity ? Infinity : Math.min(from.calls * tries, Number.MAX_VALUE);
  const hops = from.hops + (tries > 1 ? 1 : 0);
  if (known !== undefined && (known.calls > calls || (known.calls === calls && known.hops >= hops))) return;
  byNode.set(edge.callee, { calls, hops, via: edge });
}

/**
 * Gives all nodes of a circle the worst case of any of them: each can be reached from the others. Says whether a call of
 * the circle is tried again.
 */
function spread(
  graph: CallGraph,
  component: readonly CallNode[],
  { byNode, triesOf }: { readonly byNode: Map<CallNode, WorstCase>; readonly triesOf: WorstCaseCalls['triesOf'] },
): boolean {
  const members = new Set(component);
  const inner = (node: CallNode) =>
    graph.callsOf(node).filter(({ isCertain, callee }) => isCertain && callee !== node && members.has(callee));
  const worst = component
    .filter((node) => byNode.has(node))
    .reduce<CallNode | undefined>((a, b) => (callsOf(byNode, a) >= callsOf(byNode, b) ? a : b), undefined);
  const start = worst === undefined ? undefined : byNode.get(worst);
  if (worst === undefined || start === undefined) return false;
  const isUnbounded = component.some((node) => inner(node).some((edge) => triesOf(edge).tries > 1));
  const calls = isUnbounded ? Infinity : start.calls;
  byNode.set(worst, { ...start, calls });
  const reached = new Set([worst]);
  // Grows while it is walked: breadth first.
  for (const node of reached) {
    for (const edge of inner(node)) {
      if (reached.has(edge.callee)) continue;
      reached.add(edge.callee);
      byNode.set(edge.callee, { calls, hops: start.hops, via: edge });
    }
  }
  return isUnbounded;
}

function callsOf(byNode: ReadonlyMap<CallNode, WorstCase>, node: CallNode | undefined): number {
  return node === undefined ? 0 : (byNode.get(node)?.calls ?? 0);
}

// A callee with a port for connections is as a rule called there, and its HTTP ports are for people and metrics.
function mostTries(routes: readonly CallRoute[]): EdgeTries {
  let most: EdgeTries = { tries: 1 };
  if (routes.some(({ kind }) => kind === 'tcp')) return most;
  for (const entry of routes) {
    const retries = entry.kind === 'http' ? entry.route.retries : undefined;
    if (retries === undefined || !retriesFailures(retries)) continue;
    const tries = retries.attempts.value + 1;
    if (tries > most.tries) most = { tries, retries };
  }
  return most;
}
