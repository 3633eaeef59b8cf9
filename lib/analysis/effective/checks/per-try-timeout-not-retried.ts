import { listNames } from '../../words/list-names.js';
import { showDuration } from '../../words/show-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';
import { groupByOrigin } from '../group-by-origin.js';
import { retriesTimedOutTries } from '../retries-timed-out-tries.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds per-try timeouts that end the request with the try, because no condition of the retries takes a try that timed
 * out.
 */
export const perTryTimeoutNotRetried = defineEffectiveCheck('per-try-timeout-not-retried', function* ({ routes }) {
  const found = routes.flatMap((site) => {
    const retries = site.kind === 'http' ? site.route.retries : undefined;
    const perTry = retries?.perTryTimeoutMs;
    if (site.kind === 'tcp' || retries === undefined || perTry === undefined) return [];
    if (perTry.value >= limitMs(site.route) || retriesTimedOutTries(retries)) return [];
    // A try may time out before its request has left: then this condition takes it.
    return retries.on.value.includes('reset-before-request') ? [] : [{ route: site.route, retries, perTry }];
  });
  for (const { origin, first, all } of groupByOrigin(found, ({ perTry }) => perTry.origin)) {
    const { on, statusCodes } = first.retries;
    const conditions = listNames([...on.value, ...statusCodes.value.map(String)]);
    yield {
      message:
        `a try of route "${first.route.name}" may take ${showDuration(first.perTry.value)}, but none that timed out is ` +
        `tried again: retries are on ${conditions}${on.origin.kind === 'default' ? ' (default)' : ''}${andMore(all.length - 1, 'route')}`,
      origin,
      related:
        on.origin.kind === 'user' && on.origin !== origin ? [{ message: 'the conditions', origin: on.origin }] : [],
      hint: 'add "reset" (or "gateway-error") to the conditions, or give the request a timeout instead of each try',
    };
  }
});
