import type { Origin } from '../../../diagnostics/origin.js';
import { showDuration } from '../../words/show-duration.js';
import { showEffectiveDuration } from '../../words/show-effective-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';
import { groupByOrigin, originKey } from '../group-by-origin.js';
import type { EffectiveRouteSite } from '../route-sites.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds request timeouts that a shorter limit on silence ends early, where nobody said that limit or a wider scope does, the
 * mesh or the callee: a caller that waits for its answer is silent. A limit said as near to the request is meant to be
 * shorter.
 */
export const requestTimeoutBeyondIdle = defineEffectiveCheck(
  'request-timeout-beyond-idle',
  function* ({ mesh, routes }) {
    const ofMesh = mesh.ir.policies.timeout?.origin;
    const isGeneral = (origin: Origin) =>
      origin.kind === 'default' || (ofMesh !== undefined && originKey(origin) === originKey(ofMesh));
    const found = routes.flatMap((site) => {
      if (site.kind === 'tcp' || site.ends.length === 0) return [];
      const { requestMs, idleMs } = site.route.timeout;
      const requestLimit = limitMs(site.route);
      if (isGeneral(requestMs.origin) || requestLimit === Infinity) return [];
      if (!isGeneral(idleMs.origin) && !isOfCalleeAlone(site, idleMs.origin, requestMs.origin)) return [];
      return idleMs.value === 'none' || idleMs.value >= requestLimit
        ? []
        : [{ route: site.route, requestMs, idleMs, requestLimit }];
    });
    for (const { origin, first, all } of groupByOrigin(found, ({ requestMs }) => requestMs.origin)) {
      const { route, requestMs, idleMs, requestLimit } = first;
      yield {
        message:
          `a request of route "${route.name}" may take ${showEffectiveDuration(requestMs)}, but is ended when nothing comes ` +
          `for ${showEffectiveDuration(idleMs)}, as when its answer is waited for${andMore(all.length - 1, 'route')}`,
        origin,
        related: idleMs.origin.kind === 'user' ? [{ message: 'the limit on silence', origin: idleMs.origin }] : [],
        hint: `say next to the timeout how long it may be silent: idleTimeout of ${showDuration(requestLimit)}, or 'none'`,
      };
    }
  },
);

/** Whether a callee says the one, and a scope nearer to the request the other. */
function isOfCalleeAlone({ ends }: EffectiveRouteSite, wide: Origin, near: Origin): boolean {
  const places = ends.flatMap(({ destination }) => destination.backend.service.policies.timeout?.origin ?? []);
  const isSaidBy = (origin: Origin) => places.some((place) => originKey(place) === originKey(origin));
  return isSaidBy(wide) && !isSaidBy(near);
}
