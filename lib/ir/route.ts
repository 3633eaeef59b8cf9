import type { Origin } from '../diagnostics/origin.js';
import type { HeaderOperations } from './header-operations.js';
import type { Match } from './match.js';
import type { Objectives } from './objectives.js';
import type { RoutePolicies } from './policies/policies.js';
import type { Transfer } from './transfer.js';

/** A rule of a service (as callee) or gateway: which requests go where. The first route that matches decides. */
export type Route = HttpRoute | TcpRoute;

/** A rule for HTTP and gRPC requests. */
export interface HttpRoute {
  readonly kind: 'http';
  /** Unique within its owner. */
  readonly name: string;
  readonly origin: Origin;
  /** The owner's port that the rule stands on; absent: the owner's only HTTP port. */
  readonly port?: string;
  /** Hosts that the rule is for; gateways only. Absent: all hosts of the gateway. */
  readonly hosts?: readonly string[];
  readonly match: Match;
  readonly action: RouteAction;
  readonly requestHeaders?: HeaderOperations;
  readonly responseHeaders?: HeaderOperations;
  readonly policies: RoutePolicies;
  /** What the rule is meant to achieve; gateways only. */
  readonly objectives?: Objectives;
  /** What its requests carry to the first service; gateways only. */
  readonly transfer?: Transfer;
}

/** A rule for connections. */
export interface TcpRoute {
  readonly kind: 'tcp';
  readonly name: string;
  readonly origin: Origin;
  readonly port?: string;
  readonly destinations: readonly WeightedDestination[];
}

/** What happens to a request that matched. */
export type RouteAction = ForwardAction | RedirectAction;

/** Sends the request on. */
export interface ForwardAction {
  readonly kind: 'forward';
  /** At least one; weights sum to 100. In the order declared. */
  readonly destinations: readonly WeightedDestination[];
  readonly rewrite?: Rewrite;
}

/** Answers with a redirect. Parts that are absent stay as the request has them. */
export interface RedirectAction {
  readonly kind: 'redirect';
  readonly scheme?: 'http' | 'https';
  readonly host?: string;
  readonly port?: number;
  readonly path?: PathRewrite;
  readonly status: 301 | 302 | 303 | 307 | 308;
  /** Whether the query is dropped. */
  readonly stripQuery: boolean;
}

/** Changes the request before it is sent on. */
export interface Rewrite {
  readonly path?: PathRewrite;
  /** New `Host` / `:authority`. */
  readonly host?: string;
}

/** How a path changes; the query stays. `prefix` replaces the prefix that the route matched. */
export type PathRewrite =
  | { readonly kind: 'full'; readonly path: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'regex'; readonly pattern: string; readonly substitution: string };

/** A destination and its share in percent, 0 to 100. */
export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight: number;
}

/** Where requests can be sent. `port` names a port of the destination; absent: the port of the route's name, or its only port that fits. */
export type Destination =
  | { readonly kind: 'version'; readonly service: string; readonly version: string; readonly port?: string }
  | { readonly kind: 'service'; readonly service: string; readonly port?: string }
  | { readonly kind: 'external-service'; readonly service: string; readonly port?: string };
