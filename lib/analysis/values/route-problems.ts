import type { PathRewrite, RedirectAction, Route } from '../../ir/route.js';
import { isWeight } from '../syntax/is-weight.js';
import { showValue } from '../words/show-value.js';
import { conditionProblems } from './condition-problems.js';
import { expectOneOf } from './expect-one-of.js';
import { expectPath } from './expect-path.js';
import { expectPort } from './expect-port.js';
import { headerOperationsProblems } from './header-operations-problems.js';
import { objectivesProblems } from './objectives-problems.js';
import { transferProblems } from './transfer-problems.js';
import type { ValueProblem } from './value-problem.js';

/**
 * Judges the values of a route, but for its policies, hosts and regular expressions.
 */
export function* routeProblems(route: Route): Generator<ValueProblem> {
  yield* weightProblems(route);
  if (route.kind === 'tcp') return;
  yield* conditionProblems(route.match);
  if (route.action.kind === 'redirect') yield* redirectProblems(route.action);
  else yield* pathRewriteProblems('rewritten path', route.action.rewrite?.path);
  yield* headerOperationsProblems('request header', route.requestHeaders);
  yield* headerOperationsProblems('response header', route.responseHeaders);
  yield* objectivesProblems(route.objectives);
  yield* transferProblems(route.transfer);
}

function* weightProblems(route: Route): Generator<ValueProblem> {
  if (route.kind === 'http' && route.action.kind === 'redirect') return;
  const destinations =
    route.kind === 'tcp' ? route.destinations : route.action.kind === 'forward' ? route.action.destinations : [];
  for (const { destination, weight } of destinations) {
    if (isWeight(weight)) continue;
    const target =
      destination.kind === 'version' ? `${destination.service}/${destination.version}` : destination.service;
    const expected = 'a number from 0 to 100 with at most two decimals';
    yield { what: `weight of "${target}"`, got: showValue(weight), expected };
  }
}

function* redirectProblems({ status, scheme, port, path }: RedirectAction): Generator<ValueProblem> {
  yield* expectOneOf('redirect status', status, [301, 302, 303, 307, 308]);
  yield* expectOneOf('redirect scheme', scheme, ['http', 'https']);
  if (port !== undefined) yield* expectPort('redirect port', port);
  yield* pathRewriteProblems('redirect path', path);
}

function* pathRewriteProblems(what: string, path: PathRewrite | undefined): Generator<ValueProblem> {
  if (path?.kind === 'full') yield* expectPath(what, path.path);
  if (path?.kind === 'prefix') yield* expectPath(`${what} prefix`, path.prefix);
}
