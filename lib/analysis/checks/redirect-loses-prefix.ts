import type { PathRewrite, RouteAction } from '../../ir/route.js';
import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds rewrites and redirects that replace the prefix of a path where the match has none to replace.
 */
export const redirectLosesPrefix = defineCheck('redirect-loses-prefix', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http' || route.match.anyOf.length === 0) continue;
    const path = pathChange(route.action);
    if (path?.kind !== 'prefix') continue;
    const term = route.match.anyOf.find(({ paths }) => !paths.some(({ kind }) => kind === 'prefix'));
    if (term === undefined) continue;
    const [found] = term.paths;
    const matched = found === undefined ? 'takes every path' : `matches the path by ${found.kind}: "${found.value}"`;
    const what = route.action.kind === 'redirect' ? 'redirects' : 'rewrites';
    yield {
      message: `${describeRoute(site)} ${what} to prefix "${path.prefix}", but its match ${matched}; there is no prefix to replace`,
      origin: route.origin,
      hint: 'match with path.prefix(…), or give the whole new "path"',
    };
  }
});

function pathChange(action: RouteAction): PathRewrite | undefined {
  return action.kind === 'redirect' ? action.path : action.rewrite?.path;
}
