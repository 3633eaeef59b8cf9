import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

/**
 * Finds substitutions of path rewrites and redirects that name groups as JavaScript does: RE2 puts `$1` in as it stands.
 */
export const substitutionDollar = defineCheck('substitution-dollar', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const path = route.action.kind === 'redirect' ? route.action.path : route.action.rewrite?.path;
    if (path?.kind !== 'regex' || typeof path.substitution !== 'string') continue;
    const [found] = /\$(?:\d+|&|<\w+>|\{\w+\})/.exec(path.substitution) ?? [];
    if (found === undefined) continue;
    yield {
      message: `the path rewrite of ${describeRoute(site)} has the substitution ${showValue(path.substitution)}, in which "${found}" is put in as it stands`,
      origin: route.origin,
      hint: 'write \\1 for the first group ("\\\\1" in a string of TypeScript), \\0 for the whole',
    };
  }
});
