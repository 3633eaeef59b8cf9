import type { EffectiveDestination, EffectivePolicy } from '../../../ir/effective-mesh.js';
import type { OutlierDetectionPolicy } from '../../../ir/policies/outlier-detection.js';
import type { Origin } from '../../../diagnostics/origin.js';
import { showDuration } from '../../words/show-duration.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { destinationSites } from '../destination-sites.js';
import { endpointCount } from '../endpoint-count.js';
import { groupByOrigin, originKey } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';
import { describeEnd } from '../words/describe-end.js';

/** Up to so many endpoints it takes no more than one bad rollout for all of them to fail together. */
const fewEndpoints = 3;

/**
 * Finds outlier detection that may eject all endpoints there are: the only one, which is ejected whatever the limit, or
 * each of a few where the limit is 100 %. A policy for many destinations is told only where it does so for all of them.
 */
export const outlierDetectionTooFew = defineEffectiveCheck('outlier-detection-too-few', function* ({ mesh }) {
  const judged = destinationSites(mesh).flatMap(({ destination }) =>
    judge(destination, mesh.ir.policies.outlierDetection?.origin),
  );
  for (const { origin, first, all } of groupByOrigin(judged, (each) => each.origin)) {
    if (!all.every(({ isTooFew }) => isTooFew)) continue;
    const { destination, policy, endpoints } = first;
    yield {
      message:
        `outlier detection may eject ${endpoints === 1 ? 'the only endpoint' : `all ${String(endpoints)} endpoints`} of ` +
        `${describeEnd(destination)}: requests then get 503 for ${showDuration(policy.baseEjectionTimeMs.value)} or longer` +
        andMore(all.length - 1, 'such destination'),
      origin,
      hint:
        endpoints === 1
          ? 'run 2 replicas or more, or leave outlier detection out'
          : `let "maxEjectionPercent" be at most ${String(Math.floor(((endpoints - 1) / endpoints) * 100))}`,
    };
  }
});

interface Judgement {
  readonly destination: EffectiveDestination;
  readonly policy: EffectivePolicy<OutlierDetectionPolicy>;
  readonly endpoints: number;
  readonly isTooFew: boolean;
  readonly origin: Origin;
}

function judge(destination: EffectiveDestination, ofMesh: Origin | undefined): readonly Judgement[] {
  const policy = destination.outlierDetection;
  const endpoints = endpointCount(destination);
  if (policy === undefined || endpoints === undefined || endpoints === 0 || isOff(policy)) return [];
  const isTooFew = endpoints === 1 || (endpoints <= fewEndpoints && policy.maxEjectionPercent.value === 100);
  const { consecutive5xx, consecutiveGatewayErrors, intervalMs, baseEjectionTimeMs, maxEjectionPercent } = policy;
  const detectors = [consecutive5xx, consecutiveGatewayErrors, intervalMs, baseEjectionTimeMs];
  const said = [maxEjectionPercent, ...detectors].map((field) => field.origin);
  // Who says something of this very destination has looked at it; what the mesh says is for many.
  const own = said.filter((each) => ofMesh === undefined || originKey(each) !== originKey(ofMesh));
  const origin = [...own, ...said].find(({ kind }) => kind === 'user');
  // A policy without a field of its own: every value is a default, and no line of the program to point at but the callee's.
  return [{ destination, policy, endpoints, isTooFew, origin: origin ?? destination.origin }];
}

function isOff({ consecutive5xx, consecutiveGatewayErrors }: EffectivePolicy<OutlierDetectionPolicy>): boolean {
  return consecutive5xx.value === 0 && consecutiveGatewayErrors.value === 0;
}
