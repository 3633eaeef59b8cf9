import type { Match, MatchTerm } from '../../ir/match.js';

/**
 * Whether a match takes every request.
 */
export function isUnconditional({ anyOf }: Match): boolean {
  return anyOf.some(takesEverything);
}

function takesEverything({ paths, methods, headers, queryParameters }: MatchTerm): boolean {
  return (
    methods.length === 0 &&
    headers.length === 0 &&
    queryParameters.length === 0 &&
    paths.every(({ kind, value }) => kind === 'prefix' && value === '/')
  );
}
