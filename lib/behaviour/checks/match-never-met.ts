import { describeOwner } from '../../analysis/words/describe-owner.js';
import { listNames } from '../../analysis/words/list-names.js';
import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { HttpRoute } from '../../ir/route.js';
import type { DeclaredReach } from '../analysis/behaviour-check-context.js';
import { defineBehaviourCheck } from '../analysis/define-behaviour-check.js';
import { describeTerm } from '../analysis/describe-term.js';
import { hiddenRoutes } from '../analysis/hidden-routes.js';

/**
 * Finds alternatives of a match that decide nothing, because routes or alternatives before them take all of their requests,
 * and matches that no request can meet. A route of which no alternative is left is `route-unreachable`.
 *
 * `allOf` of several `anyOf` makes alternatives that nobody wrote. So where nothing but the match itself is to blame, only
 * alternatives of one condition are judged: those were written.
 */
export const matchNeverMet = defineBehaviourCheck('match-never-met', function* ({ declared }) {
  const hidden = new Map(hiddenRoutes(declared).map(({ route, takenBy }) => [route, takenBy]));
  const told = new Set<string>();
  for (const table of declared) {
    for (const [route, terms] of neverMet(table)) {
      const takenBy = hidden.get(route);
      if (takenBy !== undefined && takenBy.length > 0) continue;
      for (const [term, takers] of terms) {
        // Elsewhere, on another port or host, the alternative may decide something.
        const isMetElsewhere = declared.some((other) => other !== table && isMet(other, route, term));
        if (isMetElsewhere || !isJudged(route, takers, terms.size)) continue;
        const key = `${describeOwner(table.owner)} ${route.name} ${takers.length === 0 ? '' : term}`;
        if (told.has(key)) continue;
        told.add(key);
        yield finding(table, { route, term, takers });
      }
    }
  }
});

function isJudged({ match, ...route }: HttpRoute, takers: readonly HttpRoute[], deadTerms: number): boolean {
  if (takers.length === 0) return deadTerms === match.anyOf.length;
  const conditions = match.anyOf.map(
    ({ paths, methods, headers, queryParameters }) =>
      paths.length + Math.min(methods.length, 1) + headers.length + queryParameters.length,
  );
  return takers.some(({ name }) => name !== route.name) || conditions.every((count) => count === 1);
}

/** The terms of each route of which no Envoy route takes a request, with the routes that take theirs. */
function neverMet({ places, reach }: DeclaredReach): ReadonlyMap<HttpRoute, ReadonlyMap<number, readonly HttpRoute[]>> {
  const byRoute = new Map<HttpRoute, Map<number, HttpRoute[]>>();
  const met = new Set<string>();
  places.forEach(({ route, term }, index) => {
    const verdict = reach[index]?.verdict;
    const terms = byRoute.get(route) ?? new Map<number, HttpRoute[]>();
    byRoute.set(route, terms);
    if (verdict?.kind !== 'never') {
      met.add(`${places.findIndex((place) => place.route === route)} ${term}`);
      terms.delete(term);
      return;
    }
    if (met.has(`${places.findIndex((place) => place.route === route)} ${term}`)) return;
    const takers = terms.get(term) ?? [];
    for (const { position } of verdict.takenBy) {
      const taker = places[position]?.route;
      if (taker !== undefined && !takers.includes(taker)) takers.push(taker);
    }
    terms.set(term, takers);
  });
  return byRoute;
}

function isMet({ places, reach }: DeclaredReach, route: HttpRoute, term: number): boolean {
  return places.some(
    (place, index) => place.route === route && place.term === term && reach[index]?.verdict.kind !== 'never',
  );
}

function finding(
  { owner }: DeclaredReach,
  { route, term, takers }: { readonly route: HttpRoute; readonly term: number; readonly takers: readonly HttpRoute[] },
): DiagnosticDetails {
  const conditions = route.match.anyOf[term];
  const where = `of route "${route.name}" of ${describeOwner(owner)}`;
  const which = conditions === undefined ? 'an alternative' : `the alternative ${describeTerm(conditions)}`;
  const others = takers.filter((taker) => taker !== route);
  const subject = route.match.anyOf.length === 1 || takers.length === 0 ? `the match ${where}` : `${which} ${where}`;
  if (takers.length === 0)
    return {
      message: `${subject} takes no request: none can meet its conditions`,
      origin: route.origin,
      hint: route.match.anyOf.some(({ paths }) => paths.some(({ kind }) => kind === 'regex'))
        ? 'the expression is for the whole path as routes see it: without query, "." and ".." resolved, and at gateways one slash for several and for %2F'
        : 'remove the condition that excludes the others',
    };
  const by =
    others.length === 0
      ? 'alternatives before it'
      : `${others.length === 1 ? 'route' : 'routes'} ${listNames(others.map(({ name }) => name))}`;
  return {
    message: `${subject} decides nothing: ${by} ${others.length === 1 ? 'takes' : 'take'} all of its requests first`,
    origin: route.origin,
    related: others.map((taker) => ({ message: `route "${taker.name}" is declared`, origin: taker.origin })),
    hint: 'remove it, or put it before',
  };
}
