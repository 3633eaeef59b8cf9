import type { Gateway } from '../../../lib/ir/gateway.js';
import type { Destination, HttpRoute } from '../../../lib/ir/route.js';
import type { Service } from '../../../lib/ir/service.js';
import { meshIr } from '../mesh-ir.js';
import type { RoutedGroup, RoutedRule } from './routed-group.js';

/** A group as parts of a mesh. */
export interface GroupServices {
  readonly services: readonly Service[];
  /** Routes of the group's gateway. */
  readonly gatewayRoutes: readonly HttpRoute[];
}

/** Declares a group's services and rules. Names get the suffix, so that several groups fit into one mesh. */
export function groupServices(group: RoutedGroup, suffix = ''): GroupServices {
  const names = ['a', 'b', 'c'].map((name) => `${name}${suffix}`);
  const services = names.map((name, index) => {
    const next = names[index + 1];
    return meshIr.service(name, {
      ports: [meshIr.port('http', 8000 + index)],
      versions: [meshIr.version('v1'), meshIr.version('v2')],
      routes: (group.services[index] ?? []).map((rule, order) => route(`r${order}`, rule, { own: name, next })),
      calls: next === undefined ? [] : [meshIr.call(next)],
    });
  });
  const [first = ''] = names;
  const gatewayRoutes = group.gateway.map((rule, order) =>
    route(`g${suffix}-${order}`, rule, { own: first, next: first }),
  );
  return { services, gatewayRoutes };
}

/** A gateway with the routes of one group. */
export function groupGateway(group: RoutedGroup): Gateway {
  return meshIr.gateway('ingress', { routes: groupServices(group).gatewayRoutes });
}

function route(
  name: string,
  rule: RoutedRule,
  { own, next }: { readonly own: string; readonly next: string | undefined },
): HttpRoute {
  const parts = {
    match: { anyOf: rule.terms },
    ...(rule.headers === undefined ? {} : { requestHeaders: rule.headers }),
  };
  const { action } = rule;
  const path = action.path === undefined ? {} : { path: action.path };
  const host = action.host === undefined ? {} : { host: action.host };
  if (action.kind === 'redirect') {
    return meshIr.httpRoute(name, { kind: 'redirect', status: 307, stripQuery: false, ...path, ...host }, parts);
  }
  const destination: Destination =
    action.to === 'next' || action.to === 'own'
      ? { kind: 'service', service: action.to === 'own' ? own : (next ?? own) }
      : { kind: 'version', service: own, version: action.to };
  const hasRewrite = action.path !== undefined || action.host !== undefined;
  const rewrite = hasRewrite ? { rewrite: { ...path, ...host } } : {};
  return meshIr.httpRoute(name, { kind: 'forward', destinations: [{ destination, weight: 100 }], ...rewrite }, parts);
}
