import type { CallEdge, CallGraph, CallNode } from '../call-graph.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { describeCallPath } from '../words/describe-call-path.js';

/**
 * Finds services that call each other in a circle. One circle is told for each group of services that can reach each
 * other: a shortest one through the first of them by name. A service that calls itself is none: that is recursion.
 */
export const callCycle = defineEffectiveCheck('call-cycle', function* ({ graph }) {
  for (const component of graph.components) {
    const [start] = component;
    if (start === undefined || component.length === 1) continue;
    const circle = shortestCircle(graph, start, new Set(component));
    const [first, ...others] = circle ?? [];
    if (first === undefined) continue;
    const size = component.length;
    const more = size > others.length + 1 ? `; ${String(size)} services in all can reach each other` : '';
    yield {
      message: `services call each other in a circle: ${describeCallPath([first, ...others])}${more}`,
      origin: first.origin,
      related: others.map(({ caller, callee, origin }) => ({
        message: `"${caller.name}" calls "${callee.name}"`,
        origin,
      })),
      hint: 'take one of the calls out, or see to it in the services that no request goes round for ever',
    };
  }
});

/** A shortest way from a node back to itself; undefined where there is none. */
function shortestCircle(
  graph: CallGraph,
  start: CallNode,
  component: ReadonlySet<CallNode>,
): readonly CallEdge[] | undefined {
  const cameBy = new Map<CallNode, CallEdge>();
  // Grows while it is walked: breadth first.
  const queue = [start];
  for (const node of queue) {
    for (const edge of graph.callsOf(node)) {
      if (!edge.isCertain || edge.callee === node) continue;
      if (edge.callee === start) return [...wayTo(node, cameBy), edge];
      if (!component.has(edge.callee) || cameBy.has(edge.callee)) continue;
      cameBy.set(edge.callee, edge);
      queue.push(edge.callee);
    }
  }
  return undefined;
}

function wayTo(end: CallNode, cameBy: ReadonlyMap<CallNode, CallEdge>): readonly CallEdge[] {
  const way: CallEdge[] = [];
  for (let edge = cameBy.get(end); edge !== undefined; edge = cameBy.get(edge.caller)) way.unshift(edge);
  return way;
}
