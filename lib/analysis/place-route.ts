import { matchEverything, type Match } from '../ir/match.js';
import { fitsPort } from '../ir/pick-port.js';
import type { Port } from '../ir/port.js';
import type { HttpRoute, Route } from '../ir/route.js';
import type { Service } from '../ir/service.js';
import type { RouteSite } from '../ir/visit.js';

/** The port of its owner that a route stands on, or what is wrong with it. */
export type Placement =
  | { readonly kind: 'service-port'; readonly port: Port }
  /** One port of a gateway; absent: all of them. */
  | { readonly kind: 'gateway-port'; readonly name?: string }
  | { readonly kind: 'unknown-port'; readonly name: string; readonly portNames: readonly string[] }
  | { readonly kind: 'http-rule-on-tcp-port'; readonly port: Port }
  | { readonly kind: 'tcp-rule-on-http-port'; readonly port: Port }
  | { readonly kind: 'ambiguous'; readonly portNames: readonly string[] }
  /** The owner has no ports, which is reported there. */
  | { readonly kind: 'unclear' };

/** A route, and the ports of its owner that it stands on or why there is none. */
export interface PlacedRoute extends RouteSite {
  readonly placement: Placement;
}

/**
 * Finds the port of its owner that a route stands on.
 */
export function placeRoute({ owner, route }: RouteSite): Placement {
  if (owner.kind === 'service') return placeOnService(owner.service, route);
  const portNames = owner.gateway.ports.map(({ name }) => name);
  if (route.port === undefined) return { kind: 'gateway-port' };
  if (portNames.includes(route.port)) return { kind: 'gateway-port', name: route.port };
  return portNames.length === 0 ? { kind: 'unclear' } : { kind: 'unknown-port', name: route.port, portNames };
}

function placeOnService({ ports }: Service, route: Route): Placement {
  const portNames = ports.map(({ name }) => name);
  const [anyPort] = ports;
  if (anyPort === undefined) return { kind: 'unclear' };
  if (route.port !== undefined) {
    const port = ports.find(({ name }) => name === route.port);
    if (port === undefined) return { kind: 'unknown-port', name: route.port, portNames };
    return fitsPort(route.kind, port) ? { kind: 'service-port', port } : misplaced(route, port);
  }
  const fitting = ports.filter((port) => fitsPort(route.kind, port));
  const [port] = fitting;
  if (port !== undefined && fitting.length === 1) return { kind: 'service-port', port };
  if (port !== undefined) return { kind: 'ambiguous', portNames: fitting.map(({ name }) => name) };
  // A rule without a port on a service with several TCP ports reads as an HTTP rule, for want of anything better.
  const readsAsHttp = ports.length > 1 && route.kind === 'http' && saysNothingOfHttp(route);
  return readsAsHttp ? { kind: 'ambiguous', portNames } : misplaced(route, anyPort);
}

function misplaced(route: Route, port: Port): Placement {
  return { kind: route.kind === 'http' ? 'http-rule-on-tcp-port' : 'tcp-rule-on-http-port', port };
}

function saysNothingOfHttp(route: HttpRoute): boolean {
  return (
    isEverything(route.match) &&
    route.action.kind === 'forward' &&
    route.action.rewrite === undefined &&
    route.requestHeaders === undefined &&
    route.responseHeaders === undefined &&
    Object.keys(route.policies).length === 0
  );
}

function isEverything(match: Match): boolean {
  return JSON.stringify(match) === JSON.stringify(matchEverything);
}
