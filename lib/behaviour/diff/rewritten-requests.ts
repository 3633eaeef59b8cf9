import { RE2JS } from 're2js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';

/**
 * The requests whose path the regular expressions of two routes find anything in: a rewrite leaves all others alone.
 * Undefined where neither route rewrites in this way.
 */
export function rewrittenRequests(routes: readonly (SimulatedRoute | undefined)[]): RequestSet | undefined {
  const patterns = routes.flatMap((route) => {
    const path = route === undefined || !('path' in route.action) ? undefined : route.action.path;
    return path?.kind === 'regex' ? [path.rewrite.regex.pattern()] : [];
  });
  if (patterns.length === 0) return undefined;
  const source = `.*(?:${patterns.map((pattern) => `(?:${pattern})`).join('|')}).*`;
  return conditionSet({
    path: { kind: 'regex', source, regex: RE2JS.compile(source) },
    headers: [],
    query: [],
    cookies: [],
    isGrpc: false,
    isEnabled: true,
  });
}
