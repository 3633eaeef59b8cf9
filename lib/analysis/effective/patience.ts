import type { CallEdge, CallGraph, CallNode } from './call-graph.js';
import { edgeLimits, limitMs } from './edge-limits.js';

/** The call on which a node is waited for the shortest, and how long. */
export interface Patience {
  readonly edge: CallEdge;
  readonly ms: number;
}

/**
 * Finds how long each node has at most before somebody on some way to it has given up, whichever routes the request takes:
 * the shortest of the calls on the way, where each call lasts as long as its longest route. Nodes that nobody waits for
 * with a limit are absent. Calls within a circle do not count.
 */
export function patienceByNode(graph: CallGraph): ReadonlyMap<CallNode, Patience> {
  const patience = new Map<CallNode, Patience>();
  for (const component of graph.components.toReversed()) {
    const members = new Set(component);
    for (const node of component) {
      const outer = graph.callersOf(node).filter(({ isCertain, caller }) => isCertain && !members.has(caller));
      const shortest = shortestOf(
        outer.flatMap((edge) => [...ownPatience(edge), ...asList(patience.get(edge.caller))]),
      );
      if (shortest !== undefined) patience.set(node, shortest);
    }
  }
  return patience;
}

function ownPatience(edge: CallEdge): readonly Patience[] {
  const limits = edgeLimits(edge.routes);
  if (limits === undefined) return []; // connections: nobody knows when their end is waited for
  const ms = limitMs(limits.longest);
  return ms === Infinity ? [] : [{ edge, ms }];
}

function asList(value: Patience | undefined): readonly Patience[] {
  return value === undefined ? [] : [value];
}

function shortestOf(candidates: readonly Patience[]): Patience | undefined {
  return candidates.reduce<Patience | undefined>((a, b) => (a === undefined || b.ms < a.ms ? b : a), undefined);
}
