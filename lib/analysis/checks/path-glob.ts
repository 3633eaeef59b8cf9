import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

/**
 * Finds literal paths with a star, which is as good as never sent: a wildcard is meant, and there is none.
 */
export const pathGlob = defineCheck('path-glob', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const told = new Set<string>(); // alternatives repeat their common conditions
    for (const { kind, value } of route.match.anyOf.flatMap(({ paths }) => paths)) {
      // Values that are no path at all are reported by `invalid-value`.
      if (kind === 'regex' || typeof value !== 'string' || !value.includes('*') || told.has(value)) continue;
      told.add(value);
      const below = /^([^*]+)\/\*{1,2}$/.exec(value)?.[1];
      yield {
        message: `${describeRoute(site)} matches the path ${showValue(value)}, in which "*" stands for itself`,
        origin: route.origin,
        hint:
          below === undefined
            ? 'for text of any kind use path.regex, with "[^/]+" for one segment'
            : `for a path and all below it write path.prefix(${showValue(below)})`,
      };
    }
  }
});
