import { defineCheck } from '../define-check.js';
import { findUnsentPath } from '../match/find-unsent-path.js';
import { describeRoute } from '../words/describe-route.js';
import { showValue } from '../words/show-value.js';

/**
 * Finds literal paths that no request has when it comes to the routes: proxies bring paths into their normal form first.
 * Values that are no path at all are reported by `invalid-value`.
 */
export const pathNeverSent = defineCheck('path-never-sent', function* ({ index }) {
  for (const site of index.routes) {
    const { owner, route } = site;
    if (route.kind !== 'http') continue;
    const told = new Set<string>(); // alternatives repeat their common conditions
    for (const { kind, value } of route.match.anyOf.flatMap(({ paths }) => paths)) {
      if (kind === 'regex' || typeof value !== 'string' || told.has(value)) continue;
      told.add(value);
      const reason = findUnsentPath({ kind, value }, owner.kind);
      if (reason === undefined) continue;
      yield {
        message: `${describeRoute(site)} matches the path ${showValue(value)}, which no request has: ${reason.words}`,
        origin: route.origin,
        hint: reason.hint,
      };
    }
  }
});
