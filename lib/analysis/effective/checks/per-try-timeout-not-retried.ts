import type { EffectiveMesh } from '../../../ir/effective-mesh.js';
import type { DestinationPolicies } from '../../../ir/policies/policies.js';
import type { Origin } from '../../../diagnostics/origin.js';
import { listNames } from '../../words/list-names.js';
import { showDuration } from '../../words/show-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { limitMs } from '../edge-limits.js';
import { groupByOrigin, originKey } from '../group-by-origin.js';
import { retriesTimedOutTries } from '../retries-timed-out-tries.js';
import type { EffectiveRouteSite } from '../route-sites.js';
import { andMore } from '../words/and-more.js';

/**
 * Finds per-try timeouts that end the request with the try, because no condition of the retries takes a try that timed
 * out. Of a timeout and conditions from different scopes the narrower one is told of: it does not fit the other.
 */
export const perTryTimeoutNotRetried = defineEffectiveCheck(
  'per-try-timeout-not-retried',
  function* ({ mesh, routes }) {
    const found = routes.flatMap((site) => {
      const retries = site.kind === 'http' ? site.route.retries : undefined;
      const perTry = retries?.perTryTimeoutMs;
      if (site.kind === 'tcp' || site.ends.length === 0 || retries === undefined || perTry === undefined) return [];
      if (perTry.value >= limitMs(site.route) || retriesTimedOutTries(retries)) return [];
      // A try may time out before its request has left: then this condition takes it.
      if (retries.on.value.includes('reset-before-request')) return [];
      const isOnNarrower = widthOf(mesh, site, retries.on.origin) < widthOf(mesh, site, perTry.origin);
      return [{ route: site.route, retries, perTry, origin: isOnNarrower ? retries.on.origin : perTry.origin }];
    });
    for (const { origin, first, all } of groupByOrigin(found, (each) => each.origin)) {
      const { on, statusCodes } = first.retries;
      const conditions = listNames([...on.value, ...statusCodes.value.map(String)]);
      yield {
        message:
          `a try of route "${first.route.name}" may take ${showDuration(first.perTry.value)}, but none that timed out is ` +
          `tried again: retries are on ${conditions}${on.origin.kind === 'default' ? ' (default)' : ''}${andMore(all.length - 1, 'route')}`,
        origin,
        related: [
          { message: 'the per-try timeout', origin: first.perTry.origin },
          { message: 'the conditions', origin: on.origin },
        ].filter((other) => other.origin.kind === 'user' && originKey(other.origin) !== originKey(origin)),
        hint: 'add "reset" (or "gateway-error") to the conditions, or give the request a timeout instead of each try',
      };
    }
  },
);

/** How wide the scope is that says something of a route: the mesh, the callee, or a scope nearer to the request. */
function widthOf({ ir }: EffectiveMesh, { ends }: EffectiveRouteSite, origin: Origin): number {
  if (origin.kind === 'default') return 3;
  const saysIt = ({ policies: { retries } }: { readonly policies: DestinationPolicies }) =>
    retries !== undefined && originKey(retries.origin) === originKey(origin);
  if (saysIt(ir)) return 2;
  return ends.some(({ destination }) => saysIt(destination.backend.service)) ? 1 : 0;
}
