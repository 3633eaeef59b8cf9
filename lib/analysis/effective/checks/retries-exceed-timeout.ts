import { showDuration } from '../../words/show-duration.js';
import { showEffectiveDuration } from '../../words/show-effective-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';

import { groupByOrigin } from '../group-by-origin.js';
import { retriesTimedOutTries } from '../retries-timed-out-tries.js';
import type { EffectiveRouteSite } from '../route-sites.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds retries whose tries do not fit into the request timeout when each takes as long as it may. Pauses between tries
 * count as nothing: Envoy draws them from 0 up. Per-try timeouts that no retry follows are `per-try-timeout-not-retried`,
 * those that are no limit at all `per-try-timeout-ineffective`.
 */
export const retriesExceedTimeout = defineEffectiveCheck('retries-exceed-timeout', function* ({ routes }) {
  for (const { origin, first, all } of groupByOrigin(routes.flatMap(overrunOf), (overrun) => overrun.perTry.origin)) {
    const { perTry, attempts, timeout, route, full } = first;
    const tries = attempts.value + 1;
    yield {
      message:
        `route "${route.name}" has ${String(tries)} tries of up to ${showDuration(perTry.value)}, ` +
        `${showDuration(tries * perTry.value)} in all, but the request may take ${showEffectiveDuration(timeout)}: ` +
        `only ${String(full)} can run in full${andMore(all.length - 1, 'route')}`,
      origin,
      related: [attempts.origin, timeout.origin]
        .filter((other) => other.kind === 'user' && other !== origin)
        .map((other) => ({
          message: other === attempts.origin ? 'the retries' : 'the request timeout',
          origin: other,
        })),
      hint: `a per-try timeout of at most ${showDuration(Math.floor(first.limit / tries))}, fewer attempts, or a longer request timeout`,
    };
  }
});

function overrunOf(site: EffectiveRouteSite) {
  if (site.kind === 'tcp') return [];
  const { route } = site;
  const { retries, timeout } = route;
  const perTry = retries?.perTryTimeoutMs;
  const limit = limitMs(route);
  if (retries === undefined || perTry === undefined || perTry.value >= limit || !retriesTimedOutTries(retries))
    return [];
  const full = Math.floor(limit / perTry.value);
  if (full >= retries.attempts.value + 1) return [];
  return [{ route, perTry, attempts: retries.attempts, timeout: timeout.requestMs, limit, full }];
}
