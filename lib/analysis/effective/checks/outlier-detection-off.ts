import type { EffectiveDestination, EffectiveMesh } from '../../../ir/effective-mesh.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { destinationSites } from '../destination-sites.js';
import { firstUserOrigin } from '../first-user-origin.js';
import { groupByOrigin, originKey } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';
import { describeEnd } from '../words/describe-end.js';

/**
 * Finds outlier detection without a detector. Where a wider scope detects, turning both off is how a narrower one says no.
 */
export const outlierDetectionOff = defineEffectiveCheck('outlier-detection-off', function* ({ mesh }) {
  const found = destinationSites(mesh).flatMap(({ destination }) => {
    const policy = destination.outlierDetection;
    if (policy === undefined) return [];
    const { consecutive5xx, consecutiveGatewayErrors } = policy;
    if (consecutive5xx.value !== 0 || consecutiveGatewayErrors.value !== 0) return [];
    const origin = firstUserOrigin(consecutive5xx.origin, consecutiveGatewayErrors.origin);
    const zeros = new Set([consecutive5xx.origin, consecutiveGatewayErrors.origin].map(originKey));
    return isSaidWider(mesh, destination, zeros) ? [] : [{ destination, origin }];
  });
  for (const { origin, first, all } of groupByOrigin(found, (each) => each.origin)) {
    yield {
      message:
        `outlier detection of ${describeEnd(first.destination)} counts neither 5xx nor gateway errors: ` +
        `no endpoint is ever ejected${andMore(all.length - 1, 'destination')}`,
      origin,
      hint: 'give "consecutive5xx" or "consecutiveGatewayErrors" a number over 0, or leave the policy out',
    };
  }
});

/** Whether the mesh or the service has outlier detection of its own beside the places that turn it off. */
function isSaidWider({ ir }: EffectiveMesh, { backend }: EffectiveDestination, places: ReadonlySet<string>): boolean {
  return [ir.policies, backend.service.policies].some(
    ({ outlierDetection }) => outlierDetection !== undefined && !places.has(originKey(outlierDetection.origin)),
  );
}
