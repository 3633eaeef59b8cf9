import { showDuration } from '../../words/show-duration.js';
import { showEffectiveDuration } from '../../words/show-effective-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';
import { groupByOrigin } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds per-try timeouts that are as long as the request timeout or longer: Envoy takes no notice of them.
 */
export const perTryTimeoutIneffective = defineEffectiveCheck('per-try-timeout-ineffective', function* ({ routes }) {
  const found = routes.flatMap((site) => {
    const perTry = site.kind === 'http' ? site.route.retries?.perTryTimeoutMs : undefined;
    if (site.kind === 'tcp' || perTry === undefined || perTry.value < limitMs(site.route)) return [];
    return [{ route: site.route, perTry }];
  });
  for (const { origin, first, all } of groupByOrigin(found, ({ perTry }) => perTry.origin)) {
    const { requestMs } = first.route.timeout;
    yield {
      message:
        `a try of route "${first.route.name}" may take ${showDuration(first.perTry.value)}, but the whole request only ` +
        `${showEffectiveDuration(requestMs)}: the per-try timeout has no effect${andMore(all.length - 1, 'route')}`,
      origin,
      related:
        requestMs.origin.kind === 'user' && requestMs.origin !== origin
          ? [{ message: 'the request timeout', origin: requestMs.origin }]
          : [],
      hint: 'make the per-try timeout shorter, or the request timeout longer',
    };
  }
});
