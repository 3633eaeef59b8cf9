import type { Effective, EffectiveMesh } from '../../../ir/effective-mesh.js';
import { showDuration } from '../../words/show-duration.js';
import { showEffectiveDuration } from '../../words/show-effective-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';
import { groupByOrigin, originKey } from '../group-by-origin.js';
import type { EffectiveRouteSite } from '../route-sites.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds per-try timeouts that are as long as the request timeout or longer: Envoy takes no notice of them. Where a wider
 * scope has a shorter one, that is how a narrower one says that a try may last as long as the request.
 */
export const perTryTimeoutIneffective = defineEffectiveCheck(
  'per-try-timeout-ineffective',
  function* ({ mesh, routes }) {
    const found = routes.flatMap((site) => {
      const perTry = site.kind === 'http' ? site.route.retries?.perTryTimeoutMs : undefined;
      if (site.kind === 'tcp' || perTry === undefined || perTry.value < limitMs(site.route)) return [];
      return site.ends.length === 0 || isSaidWider(mesh, site, perTry) ? [] : [{ route: site.route, perTry }];
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
  },
);

/** Whether the mesh or a callee has a per-try timeout that this one takes the place of. */
function isSaidWider({ ir }: EffectiveMesh, { ends }: EffectiveRouteSite, { origin }: Effective<number>): boolean {
  return [ir.policies, ...ends.map(({ destination }) => destination.backend.service.policies)].some(
    ({ retries }) => retries?.perTryTimeoutMs !== undefined && originKey(retries.origin) !== originKey(origin),
  );
}
