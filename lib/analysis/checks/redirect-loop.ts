import type { MatchTerm, PathMatch } from '../../ir/match.js';
import type { HttpRoute, RedirectAction } from '../../ir/route.js';
import type { RouteOwner } from '../../ir/visit.js';
import { defineCheck } from '../define-check.js';
import { excludesPath } from '../match/excludes-path.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds redirects to where the same route redirects again, for ever. Where it is not certain nothing is said: behind a
 * change of scheme or port there may be another door, a header may be other the next time, and an earlier route may take
 * the request.
 */
export const redirectLoop = defineCheck('redirect-loop', function* ({ index }) {
  const earlierByOwner = new Map<object, HttpRoute[]>();
  for (const site of index.routes) {
    const { owner, route } = site;
    if (route.kind !== 'http') continue;
    const key = owner.kind === 'service' ? owner.service : owner.gateway;
    const earlier = earlierByOwner.get(key) ?? [];
    earlierByOwner.set(key, [...earlier, route]);
    const { action } = route;
    if (action.kind !== 'redirect' || !staysAtTheDoor(action, route, owner)) continue;
    const target = targetOf(action, route);
    if (target === undefined || !route.match.anyOf.some((term) => takesAgain(term, target, action))) continue;
    const hosts = action.host === undefined ? servedHosts(route, owner) : [action.host];
    const rivals = earlier.filter(
      (other) =>
        (owner.kind === 'service' || other.port === undefined || other.port === route.port) &&
        hosts.every((host) => serves(servedHosts(other, owner), host)),
    );
    if (rivals.some((other) => mayTakeFirst(other, target, action))) continue;
    yield {
      message: `${describeRoute(site)} redirects to where it redirects again, for ever: ${target.words}`,
      origin: route.origin,
      hint: 'match less, or redirect to what another route takes',
    };
  }
});

/** Where a redirect leads, as a set of paths: those that one of these conditions takes; absent: the path is the same. */
interface Target {
  readonly path?: PathMatch;
  readonly words: string;
}

function staysAtTheDoor({ scheme, host, port }: RedirectAction, route: HttpRoute, owner: RouteOwner): boolean {
  if (scheme === 'https' || port !== undefined) return false;
  if (host === undefined) return true;
  // The host "*" is no claim to a name.
  return serves(
    servedHosts(route, owner).filter((name) => name !== '*'),
    host,
  );
}

/** Hosts that a route is for; none on services, whose routes do not look at hosts. */
function servedHosts({ hosts }: HttpRoute, owner: RouteOwner): readonly string[] {
  return owner.kind === 'gateway' ? (hosts ?? owner.gateway.hosts) : [];
}

function serves(names: readonly string[], host: string): boolean {
  return names.some((name) => {
    return name === host || name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)));
  });
}

function targetOf({ path, host }: RedirectAction, { match }: HttpRoute): Target | undefined {
  switch (path?.kind) {
    case 'full':
      return { path: { kind: 'exact', value: path.path }, words: `its match takes "${path.path}" too` };
    case 'prefix': {
      const [matched] = match.anyOf[0]?.paths ?? [];
      if (matched === undefined || match.anyOf.length > 1) return undefined;
      const words = `"${path.prefix}" is at or below the prefix "${matched.value}" that it takes`;
      return { path: { kind: 'prefix', value: path.prefix }, words };
    }
    case 'regex':
      return undefined;
    case undefined:
      return host === undefined ? undefined : { words: `it takes requests for host "${host}" too` };
  }
}

function takesAgain(term: MatchTerm, target: Target, { status, stripQuery }: RedirectAction): boolean {
  if (term.headers.length > 0 || (stripQuery && term.queryParameters.length > 0)) return false;
  // Clients ask again with GET, but for 307 and 308.
  if (status < 307 && term.methods.length > 0 && !term.methods.includes('GET')) return false;
  const { path } = target;
  if (path === undefined) return true;
  if (path.kind === 'exact') return term.paths.every((condition) => !excludesPath(path, condition));
  return term.paths.every(({ kind, value }) => kind === 'prefix' && isBelow(path.value, value));
}

function isBelow(path: string, prefix: string): boolean {
  const bare = prefix.replace(/\/+$/, '');
  return path === bare || path.startsWith(`${bare}/`);
}

function mayTakeFirst(earlier: HttpRoute, { path }: Target, { host }: RedirectAction): boolean {
  // The same request but for its host: only routes for that host can make a difference.
  if (path === undefined) return host !== undefined && (earlier.hosts?.includes(host) ?? false);
  return earlier.match.anyOf.some(({ paths }) => paths.every((condition) => !excludesPath(path, condition)));
}
