import { defineEffectiveCheck } from '../define-effective-check.js';
import { groupByOrigin } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';
import { describeEnd } from '../words/describe-end.js';

/**
 * Finds retries that a circuit breaker never lets through, because it allows none at a time.
 */
export const retriesBlocked = defineEffectiveCheck('retries-blocked', function* ({ routes }) {
  const found = routes.flatMap((site) => {
    const retries = site.kind === 'http' ? site.route.retries : undefined;
    if (site.kind === 'tcp' || retries === undefined) return [];
    return site.ends.flatMap(({ destination }) =>
      destination.circuitBreaker.maxRetries.value === 0 ? [{ route: site.route, retries, destination }] : [],
    );
  });
  for (const { origin, first, all } of groupByOrigin(
    found,
    (each) => each.destination.circuitBreaker.maxRetries.origin,
  )) {
    const { route, retries, destination } = first;
    yield {
      message:
        `route "${route.name}" has ${String(retries.attempts.value)} retries, but the circuit breaker of ` +
        `${describeEnd(destination)} lets 0 be under way: nothing is tried again${andMore(all.length - 1, 'route')}`,
      origin,
      related:
        retries.attempts.origin.kind === 'user' && retries.attempts.origin !== origin
          ? [{ message: 'the retries', origin: retries.attempts.origin }]
          : [],
      hint: 'raise "maxRetries", or turn the retries off with attempts: 0',
    };
  }
});
