import type { EffectiveHttpRoute, EffectiveMesh, EffectiveProxy, EffectiveTcpRoute } from '../../ir/effective-mesh.js';
import type { FaultAbort } from '../../ir/policies/fault.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import { sortBy } from '../../util/sort-by.js';

/** A share of a route's requests that the mesh configures and that can be looked for in what was seen. */
export type TrafficRule =
  | { readonly kind: 'split'; readonly route: string; readonly destination: string; readonly percent: number }
  | { readonly kind: 'delay'; readonly route: string; readonly durationMs: number; readonly percent: number }
  | { readonly kind: 'abort'; readonly route: string; readonly status: FaultAbort['status']; readonly percent: number };

/**
 * The shares that the routes of a mesh configure: splits, delays, aborts. Sorted by route; each once, however many proxies have it. Splits that a
 * rollout moves are not among them.
 */
export function trafficRules(mesh: EffectiveMesh): readonly TrafficRule[] {
  const byRoute = new Map(mesh.proxies.flatMap((proxy) => rulesOfProxy(proxy)));
  const isMoved = movedBy(mesh.ir.rollouts);
  return sortBy(byRoute, ([name]) => name).flatMap(([, rules]) =>
    rules.some((rule) => rule.kind === 'split' && isMoved(rule.destination))
      ? rules.filter(({ kind }) => kind !== 'split')
      : rules,
  );
}

/** Whether a destination, `<service>/<version>/<port>`, is the canary of a rollout. */
function movedBy(rollouts: readonly Rollout[]): (destination: string) => boolean {
  const canaries = new Set(
    rollouts.flatMap(({ subject }) =>
      subject.kind === 'versions' ? subject.services.map(({ service, canary }) => `${service}/${canary}`) : [],
    ),
  );
  return (destination) => canaries.has(destination.split('/').slice(0, 2).join('/'));
}

type RulesOfRoute = readonly [route: string, rules: readonly TrafficRule[]];

function rulesOfProxy(proxy: EffectiveProxy): readonly RulesOfRoute[] {
  const ofRoutes = (routes: readonly EffectiveHttpRoute[]): readonly RulesOfRoute[] =>
    routes.map((route) => [route.name, ofHttpRoute(route)]);
  if (proxy.kind === 'gateway') {
    return proxy.ports.flatMap(({ virtualHosts }) => virtualHosts.flatMap(({ routes }) => ofRoutes(routes)));
  }
  return proxy.outbound.flatMap((port) =>
    port.kind === 'http'
      ? ofRoutes(port.routes)
      : [[port.route.name, ofSplit(port.route.name, port.route.destinations)] as const],
  );
}

function ofHttpRoute({ name, action, fault }: EffectiveHttpRoute): readonly TrafficRule[] {
  const { delay, abort } = fault ?? {};
  return [
    ...(action.kind === 'forward' ? ofSplit(name, action.destinations) : []),
    ...(delay === undefined ? [] : [{ kind: 'delay', route: name, ...delay } as const]),
    ...(abort === undefined ? [] : [{ kind: 'abort', route: name, ...abort } as const]),
  ];
}

function ofSplit(route: string, destinations: EffectiveTcpRoute['destinations']): readonly TrafficRule[] {
  if (destinations.length < 2) return [];
  return destinations.map(({ destination, weight }) => ({ kind: 'split', route, destination, percent: weight }));
}
