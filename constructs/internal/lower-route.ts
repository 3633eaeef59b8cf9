import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { Port } from '../../lib/ir/port.js';
import type { HttpRoute, PathRewrite, RedirectAction, Rewrite, Route, RouteAction } from '../../lib/ir/route.js';
import { lowerFault } from '../policies/fault.js';
import { lowerRetries } from '../policies/retries.js';
import { lowerTimeout } from '../policies/timeout.js';
import type { HttpRuleProps, PathRewriteProps, RedirectProps, RewriteProps } from '../route.js';
import { lowerDestinations, type AnyTarget, type DestinationContext } from './lower-destinations.js';
import { lowerHeaders } from './lower-headers.js';
import { lowerMatch } from './lower-match.js';

/** A rule as a program gave it, before its types are trusted. */
export interface DeclaredRoute {
  readonly origin: Origin;
  readonly props: HttpRuleProps & {
    readonly to?: AnyTarget;
    readonly rewrite?: RewriteProps;
    readonly redirect?: RedirectProps;
    readonly port?: string;
    readonly hosts?: readonly string[];
  };
}

// What can be said of connections too.
const tcpProps: ReadonlySet<string> = new Set(['name', 'port', 'to', 'suppress']);

/** Reads a rule of a service: for connections if its port speaks TCP and it says nothing of HTTP, else for requests. */
export function lowerRoute(
  { origin, props }: DeclaredRoute,
  index: number,
  ports: readonly Port[],
  context: Omit<DestinationContext, 'origin'>,
): Route {
  const port = props.port === undefined ? onlyPort(ports) : ports.find(({ name }) => name === props.port);
  const asksForTcp = Object.keys(props).every((key) => tcpProps.has(key));
  if (port?.protocol !== 'tcp' || !asksForTcp) return lowerHttpRoute({ origin, props }, index, context);
  return {
    kind: 'tcp',
    name: props.name ?? `route-${index + 1}`,
    origin,
    port: port.name,
    destinations: lowerDestinations(props.to, { ...context, origin }),
  };
}

/** Reads a rule for requests. Reports `route-action-conflict` and `foreign-mesh-reference`. */
export function lowerHttpRoute(
  { origin, props }: DeclaredRoute,
  index: number,
  context: Omit<DestinationContext, 'origin'>,
): HttpRoute {
  return {
    kind: 'http',
    name: props.name ?? `route-${index + 1}`,
    origin,
    match: lowerMatch(props.match),
    action: lowerAction({ origin, props }, { ...context, origin }),
    policies: { ...lowerFault(props, origin), ...lowerRetries(props, origin), ...lowerTimeout(props, origin) },
    ...(props.port === undefined ? {} : { port: props.port }),
    ...(props.hosts === undefined ? {} : { hosts: props.hosts }),
    ...(props.requestHeaders === undefined ? {} : { requestHeaders: lowerHeaders(props.requestHeaders) }),
    ...(props.responseHeaders === undefined ? {} : { responseHeaders: lowerHeaders(props.responseHeaders) }),
  };
}

function lowerAction({ origin, props }: DeclaredRoute, context: DestinationContext): RouteAction {
  if (props.redirect !== undefined) {
    if (props.to !== undefined || props.rewrite !== undefined) {
      context.diagnostics.push(
        createDiagnostic('route-action-conflict', {
          message: `the route redirects, and it has "${props.to === undefined ? 'rewrite' : 'to'}" as well`,
          origin,
          hint: 'keep one: a redirect is the whole answer',
        }),
      );
    }
    return lowerRedirect(props.redirect);
  }
  const rewrite = props.rewrite === undefined ? undefined : lowerRewrite(props.rewrite);
  return {
    kind: 'forward',
    destinations: lowerDestinations(props.to, context),
    ...(rewrite === undefined ? {} : { rewrite }),
  };
}

function onlyPort(ports: readonly Port[]): Port | undefined {
  return ports.length === 1 ? ports[0] : undefined;
}

function lowerRewrite(props: RewriteProps): Rewrite {
  const path = lowerPathRewrite(props);
  return {
    ...(path === undefined ? {} : { path }),
    ...(props.host === undefined ? {} : { host: props.host }),
  };
}

function lowerRedirect(props: RedirectProps): RedirectAction {
  const path = lowerPathRewrite(props);
  return {
    kind: 'redirect',
    status: props.status ?? 302,
    stripQuery: props.stripQuery ?? false,
    ...(props.scheme === undefined ? {} : { scheme: props.scheme }),
    ...(props.host === undefined ? {} : { host: props.host }),
    ...(props.port === undefined ? {} : { port: props.port }),
    ...(path === undefined ? {} : { path }),
  };
}

function lowerPathRewrite(props: PathRewriteProps): PathRewrite | undefined {
  if (props.path !== undefined) return { kind: 'full', path: props.path };
  if (props.prefix !== undefined) return { kind: 'prefix', prefix: props.prefix };
  if (props.regex !== undefined) return { kind: 'regex', ...props.regex };
  return undefined;
}
