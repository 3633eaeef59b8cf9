import type { HeaderOperations } from '../../ir/header-operations.js';
import type { MatchTerm, StringMatcher } from '../../ir/match.js';
import type { HttpRoute, PathRewrite, RedirectAction, Rewrite, Route } from '../../ir/route.js';
import type { RouteOwner } from '../../ir/visit.js';
import { emptyTexts } from './empty-texts.js';
import type { Empty } from './empty.js';

/**
 * Finds what is empty in a route, but for its policies. A gateway's route without destinations is reported by
 * `route-action-conflict`.
 */
export function* routeEmpties(owner: RouteOwner, route: Route): Generator<Empty> {
  yield* emptyTexts({ name: route.name });
  const isSplitEmpty = route.kind === 'tcp' ? route.destinations.length === 0 : forwardsNowhere(route);
  if (isSplitEmpty && owner.kind === 'service') {
    yield { what: 'split', hint: 'give it at least one destination, or leave out "to"' };
  }
  if (route.kind === 'tcp') return;
  if (route.hosts?.length === 0) yield { what: 'list of hosts', hint: 'name at least one, or leave it out for all' };
  yield* matchEmpties(route);
  if (route.action.kind === 'redirect') yield* redirectEmpties(route.action);
  else if (route.action.rewrite !== undefined) yield* rewriteEmpties(route.action.rewrite);
  yield* headerEmpties('request header', route.requestHeaders);
  yield* headerEmpties('response header', route.responseHeaders);
}

function forwardsNowhere({ action }: HttpRoute): boolean {
  return action.kind === 'forward' && action.destinations.length === 0;
}

/** A match of several alternatives repeats their common conditions in each, and one mistake is told once. */
function* matchEmpties({ match }: HttpRoute): Generator<Empty> {
  const empties = match.anyOf.flatMap((term) => [...termEmpties(term)]);
  for (const what of new Set(empties.map((empty) => empty.what))) yield { what };
}

function* termEmpties({ paths, methods, headers, queryParameters }: MatchTerm): Generator<Empty> {
  for (const { value } of paths) yield* emptyTexts({ 'path to match': value });
  for (const method of methods) yield* emptyTexts({ 'method to match': method });
  for (const { name, matcher } of headers) {
    yield* emptyTexts({ 'name of a header to match': name });
    yield* emptyTexts({ [`condition on header "${name}"`]: textOf(matcher) });
  }
  for (const { name, matcher } of queryParameters) {
    yield* emptyTexts({ 'name of a query parameter to match': name });
    yield* emptyTexts({ [`condition on query parameter "${name}"`]: textOf(matcher) });
  }
}

/** A header may well be empty, so that asking for just that says something. */
function textOf(matcher: StringMatcher): string | undefined {
  return matcher.kind === 'present' || matcher.kind === 'exact' ? undefined : matcher.value;
}

function* redirectEmpties({ scheme, host, port, path }: RedirectAction): Generator<Empty> {
  if (scheme === undefined && host === undefined && port === undefined && path === undefined) {
    yield { what: 'redirect', hint: 'give a scheme, host, port or path; without one it leads back to itself' };
  }
  yield* emptyTexts({ 'host in the redirect': host });
  yield* pathEmpties('redirect', path);
}

function* rewriteEmpties({ host, path }: Rewrite): Generator<Empty> {
  if (host === undefined && path === undefined)
    yield { what: 'rewrite', hint: 'give a path or a host, or leave it out' };
  yield* emptyTexts({ 'host in the rewrite': host });
  yield* pathEmpties('rewrite', path);
}

function* pathEmpties(what: string, path: PathRewrite | undefined): Generator<Empty> {
  if (path?.kind === 'full') yield* emptyTexts({ [`path in the ${what}`]: path.path });
  if (path?.kind === 'prefix') yield* emptyTexts({ [`path prefix in the ${what}`]: path.prefix });
  if (path?.kind === 'regex') yield* emptyTexts({ [`pattern in the ${what}`]: path.pattern });
}

function* headerEmpties(noun: string, operations: HeaderOperations | undefined): Generator<Empty> {
  if (operations === undefined) return;
  const { remove, set, add } = operations;
  for (const name of [...remove, ...[...set, ...add].map((header) => header.name)]) {
    yield* emptyTexts({ [`name of a ${noun} to change`]: name });
  }
}
