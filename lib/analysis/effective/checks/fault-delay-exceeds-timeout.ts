import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';
import type { FaultDelay, FaultPolicy } from '../../../ir/policies/fault.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import { showDuration } from '../../words/show-duration.js';
import type { CallRoute } from '../call-graph.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { groupByOrigin } from '../group-by-origin.js';
import { patienceByNode } from '../patience.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds delays put in that last longer than somebody on the way to the delayed call waits. The timeout of the delayed
 * route itself does not count: it begins after the delay.
 */
export const faultDelayExceedsTimeout = defineEffectiveCheck('fault-delay-exceeds-timeout', function* ({ graph }) {
  const patience = patienceByNode(graph);
  const delaysOf = memoiseByObject(findDelays);
  const found = graph.edges.flatMap((edge) => {
    const waiting = patience.get(edge.caller);
    if (waiting === undefined || !edge.isCertain) return [];
    return delaysOf(edge.routes).flatMap((delayed) =>
      delayed.delay.durationMs >= waiting.ms ? [{ ...delayed, waiting }] : [],
    );
  });
  for (const { origin, first, all } of groupByOrigin(found, ({ fault }) => fault.origin)) {
    const { route, delay, waiting } = first;
    const { caller, callee, origin: call } = waiting.edge;
    yield {
      message:
        `route "${route.name}" holds ${String(delay.percent)} % of its requests back for ${showDuration(delay.durationMs)}, but ` +
        `"${caller.name}" gives up on "${callee.name}" after ${showDuration(waiting.ms)}: it gets a timeout, not a late answer` +
        andMore(all.length - 1, 'such call'),
      origin,
      related: [{ message: `"${caller.name}" calls "${callee.name}"`, origin: call }],
      hint: `if a late answer is what callers should see, hold back for less than ${showDuration(waiting.ms)}`,
    };
  }
});

interface DelayedRoute {
  readonly route: EffectiveHttpRoute;
  readonly fault: FaultPolicy;
  readonly delay: FaultDelay;
}

function findDelays(routes: readonly CallRoute[]): readonly DelayedRoute[] {
  return routes.flatMap((entry) => {
    const fault = entry.kind === 'http' ? entry.route.fault : undefined;
    if (entry.kind === 'tcp' || fault?.delay === undefined) return [];
    return [{ route: entry.route, fault, delay: fault.delay }];
  });
}
