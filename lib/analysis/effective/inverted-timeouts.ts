import type { Effective, EffectiveHttpRoute } from '../../ir/effective-mesh.js';
import type { CallEdge } from './call-graph.js';
import { edgeLimits, limitMs } from './edge-limits.js';
import type { EffectiveCheckContext } from './effective-check-context.js';
import { originKey } from './group-by-origin.js';

/** Two calls that follow each other, of which the second may last as long as the first or longer. */
export interface TimeoutInversion {
  readonly outer: TimedCall;
  readonly inner: TimedCall;
}

/** A call with the route whose timeout takes part. */
export interface TimedCall {
  readonly edge: CallEdge;
  readonly route: EffectiveHttpRoute;
}

/**
 * Finds every call that may last as long as its caller's own caller waits, or longer. Calls two apart need no look of their
 * own: where every call is shorter than the one before it, each is shorter than all before it.
 *
 * Which inner route a request takes is not known from the outer one, so only what holds for all of them counts: each inner
 * route lasts as long as the shortest outer one, or the longest inner one lasts as long as every outer one. Two defaults,
 * and two timeouts of the whole mesh, are left alone: nobody meant one to be shorter than the other.
 */
export function* invertedTimeouts({ graph, mesh }: EffectiveCheckContext): Generator<TimeoutInversion> {
  const ofMesh = mesh.ir.policies.timeout?.origin;
  const isGeneral = ({ origin }: Effective<unknown>) =>
    origin.kind === 'default' || (ofMesh !== undefined && originKey(origin) === originKey(ofMesh));
  for (const node of graph.nodes) {
    const inner = graph.callsOf(node).filter(({ isCertain, callee }) => isCertain && callee !== node);
    if (inner.length === 0) continue;
    // Callers that share their routes wait equally long; one stands for all of them.
    const outer = new Map(graph.callersOf(node).flatMap((edge) => (edge.isCertain ? [[edge.routes, edge]] : [])));
    for (const outerEdge of outer.values()) {
      for (const innerEdge of inner) {
        const found = inversionOf(outerEdge, innerEdge);
        if (found === undefined) continue;
        const isMeant = [found.outer, found.inner].some(({ route }) => !isGeneral(route.timeout.requestMs));
        if (isMeant) yield found;
      }
    }
  }
}

function inversionOf(outerEdge: CallEdge, innerEdge: CallEdge): TimeoutInversion | undefined {
  const outer = edgeLimits(outerEdge);
  const inner = edgeLimits(innerEdge);
  if (outer === undefined || inner === undefined) return undefined;
  return (
    inversionOfRoutes({ edge: outerEdge, route: outer.shortest }, { edge: innerEdge, route: inner.shortest }) ??
    inversionOfRoutes({ edge: outerEdge, route: outer.longest }, { edge: innerEdge, route: inner.longest })
  );
}

function inversionOfRoutes(outer: TimedCall, inner: TimedCall): TimeoutInversion | undefined {
  const outerMs = limitMs(outer.route);
  return outerMs === Infinity || limitMs(inner.route) < outerMs ? undefined : { outer, inner };
}
