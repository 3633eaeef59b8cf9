import { RE2JS } from 're2js';
import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { MatchTerm } from '../../ir/match.js';
import type { HttpRoute, PathRewrite } from '../../ir/route.js';
import { defineCheck } from '../define-check.js';
import { findRegexError } from '../syntax/find-regex-error.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

/**
 * Finds regular expressions that are not RE2, and replacements that name groups which their expression does not have.
 * Empty ones are reported by `empty-value`.
 */
export const invalidRegex = defineCheck('invalid-regex', function* ({ ir, index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const words = describeRoute(site);
    for (const { what, pattern } of route.match.anyOf.flatMap(regexesOf)) {
      yield* judge(`${what} of ${words}`, pattern, route.origin);
    }
    const path = route.action.kind === 'redirect' ? route.action.path : route.action.rewrite?.path;
    if (path?.kind === 'regex') yield* judgeRewrite(words, path, route);
  }
  for (const { name, strategy, origin } of ir.rollouts) {
    if (strategy.kind !== 'a-b') continue;
    for (const { what, pattern } of strategy.match.anyOf.flatMap(regexesOf))
      yield* judge(`${what} of rollout "${name}"`, pattern, origin);
  }
});

function regexesOf({
  paths,
  headers,
  queryParameters,
}: MatchTerm): { readonly what: string; readonly pattern: string }[] {
  return [
    ...paths.flatMap(({ kind, value }) => (kind === 'regex' ? [{ what: 'the path condition', pattern: value }] : [])),
    ...headers.flatMap(({ name, matcher }) =>
      matcher.kind === 'regex' ? [{ what: `the condition on header "${name}"`, pattern: matcher.value }] : [],
    ),
    ...queryParameters.flatMap(({ name, matcher }) =>
      matcher.kind === 'regex' ? [{ what: `the condition on query parameter "${name}"`, pattern: matcher.value }] : [],
    ),
  ];
}

function* judge(what: string, pattern: string, origin: Origin): Generator<DiagnosticDetails> {
  if (pattern === '') return;
  const error = findRegexError(pattern);
  if (error === undefined) return;
  yield {
    message: `${what} has the regular expression ${showValue(pattern)}: ${error}`,
    origin,
    hint: adviseOn(pattern),
  };
}

function* judgeRewrite(
  words: string,
  { pattern, substitution }: Extract<PathRewrite, { kind: 'regex' }>,
  route: HttpRoute,
): Generator<DiagnosticDetails> {
  const what = `the path rewrite of ${words}`;
  if (pattern === '' || findRegexError(pattern) !== undefined) {
    yield* judge(what, pattern, route.origin);
    return;
  }
  const groupCount = RE2JS.compile(pattern).groupCount();
  const reference = findBadReference(substitution, groupCount);
  if (reference === undefined) return;
  yield {
    message: `${what} has the substitution ${showValue(substitution)}, whose "${reference}" names no group of ${showValue(pattern)}`,
    origin: route.origin,
    hint: 'write \\1 for the first group, \\0 for the whole, \\\\ for a backslash',
  };
}

/** Envoy loads any substitution; where it names a group that there is not, the path stays as it was. */
function findBadReference(substitution: string, groupCount: number): string | undefined {
  for (const [reference, next = ''] of substitution.matchAll(/\\(.?)/gs)) {
    const isGroup = /^\d$/.test(next) && Number(next) <= groupCount;
    if (next !== '\\' && !isGroup) return reference;
  }
  return undefined;
}

function adviseOn(pattern: string): string {
  if (/\(\?<?[=!]/.test(pattern))
    return 'Envoy runs RE2, which has no look-arounds; use several conditions, or several routes';
  if (/\\[1-9]/.test(pattern)) return 'Envoy runs RE2, which has no backreferences';
  return 'Envoy runs RE2; its syntax is at https://github.com/google/re2/wiki/Syntax';
}
