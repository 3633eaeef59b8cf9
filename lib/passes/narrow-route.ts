import type { Match } from '../ir/match.js';
import type { HttpRoute } from '../ir/route.js';
import { joinMatches } from './join-matches.js';

const anyPath = { kind: 'prefix', value: '/' } as const;

/**
 * The same rule for those of its requests that meet a match too; undefined where no request can.
 *
 * @param name of the rule that comes out
 */
export function narrowRoute(route: HttpRoute, match: Match, name: string): HttpRoute | undefined {
  const { action } = route;
  const path = action.kind === 'redirect' ? action.path : action.rewrite?.path;
  const joined =
    path?.kind === 'prefix'
      ? joinMatches(withPath(route.match), match, 'outer')
      : joinMatches(route.match, match, 'either');
  return joined.anyOf.length === 0 ? undefined : { ...route, name, match: joined };
}

/** A prefix rewrite replaces what the first path takes: where a rule has none, that must not become the other's. */
function withPath({ anyOf }: Match): Match {
  return { anyOf: anyOf.map((term) => (term.paths.length === 0 ? { ...term, paths: [anyPath] } : term)) };
}
