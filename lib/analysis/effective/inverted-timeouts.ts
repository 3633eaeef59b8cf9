import type { Effective, EffectiveHttpRoute } from '../../ir/effective-mesh.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { CallEdge } from './call-graph.js';
import { edgeLimits, limitMs, type EdgeLimits } from './edge-limits.js';
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
 * Finds every call that the program lets last as long as its caller is waited for, or longer, each with the call that ends
 * first. Calls two apart need no look of their own: where every call is shorter than the one before it, each is shorter
 * than all before it.
 *
 * Which inner route a request takes is not known from the outer one, so only what holds for all of them counts: each inner
 * route lasts as long as the usual outer one, or the longest inner one lasts as long as every outer one. Outer routes that
 * are shorter under a condition may be of requests that never get to the inner call. An inner default, two timeouts of the
 * whole mesh, and one of the mesh within just as long a one, are left alone: nobody meant one to be shorter than the other.
 * Nor do outer calls within a circle count: timeouts cannot grow shorter all the way round.
 */
export function* invertedTimeouts({ graph, mesh }: EffectiveCheckContext): Generator<TimeoutInversion> {
  const ofMesh = mesh.ir.policies.timeout?.origin;
  const isOwn: IsOwn = ({ timeout: { requestMs } }) => !isOf(ofMesh, requestMs);
  const limitsByRoutes = memoiseByObject(edgeLimits);
  const componentOf = new Map(graph.components.flatMap((component) => component.map((node) => [node, component])));
  for (const node of graph.nodes) {
    const inner = graph.callsOf(node).filter(({ isCertain, callee }) => isCertain && callee !== node);
    const outer = graph
      .callersOf(node)
      .filter(({ isCertain, caller }) => isCertain && componentOf.get(caller) !== componentOf.get(node));
    if (inner.length === 0 || outer.length === 0) continue;
    const outerLimits = outer.flatMap((edge) => withLimits(edge, limitsByRoutes(edge.routes)));
    const firstOf = (which: keyof EdgeLimits) => firstEnds(outerLimits, which, isOwn);
    const first = { usual: firstOf('usual'), longest: firstOf('longest') };
    for (const { edge, limits } of inner.flatMap((each) => withLimits(each, limitsByRoutes(each.routes)))) {
      const found =
        inversion(first.usual, { edge, route: limits.shortest }, isOwn) ??
        inversion(first.longest, { edge, route: limits.longest }, isOwn);
      if (found !== undefined) yield found;
    }
  }
}

/** Whether something narrower than the mesh says the request timeout of a route. */
type IsOwn = (route: EffectiveHttpRoute) => boolean;

/** The outer call that ends first, of all and of those with a timeout of their own. */
interface FirstEnd {
  readonly any?: TimedCall;
  readonly own?: TimedCall;
}

function isOf(ofMesh: Effective<unknown>['origin'] | undefined, { origin }: Effective<unknown>): boolean {
  return origin.kind === 'default' || (ofMesh !== undefined && originKey(origin) === originKey(ofMesh));
}

function withLimits(edge: CallEdge, limits: EdgeLimits | undefined) {
  return limits === undefined ? [] : [{ edge, limits }];
}

function firstEnds(
  outer: readonly { readonly edge: CallEdge; readonly limits: EdgeLimits }[],
  which: keyof EdgeLimits,
  isOwn: IsOwn,
): FirstEnd {
  const calls = outer.map(({ edge, limits }) => ({ edge, route: limits[which] }));
  const [any, own] = [calls, calls.filter(({ route }) => isOwn(route))].map((each) =>
    each.reduce<TimedCall | undefined>(
      (a, b) => (a === undefined || limitMs(b.route) < limitMs(a.route) ? b : a),
      undefined,
    ),
  );
  return { ...(any === undefined ? {} : { any }), ...(own === undefined ? {} : { own }) };
}

function inversion(first: FirstEnd, inner: TimedCall, isOwn: IsOwn): TimeoutInversion | undefined {
  if (inner.route.timeout.requestMs.origin.kind === 'default') return undefined;
  const outer = isOwn(inner.route) ? first.any : first.own;
  if (outer === undefined) return undefined;
  const [outerMs, innerMs] = [limitMs(outer.route), limitMs(inner.route)];
  if (outerMs === Infinity || innerMs < outerMs) return undefined;
  return innerMs === outerMs && !isOwn(inner.route) ? undefined : { outer, inner };
}
