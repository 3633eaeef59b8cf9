import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import type { OriginRow } from '../built.js';

/** Rows of the origin table for a cluster: the destination, then each policy field. */
export function destinationOriginRows(destination: EffectiveDestination, clusterName: string): readonly OriginRow[] {
  const { circuitBreaker, outlierDetection } = destination;
  const key = `cluster/${clusterName}`;
  return [
    [key, destination.origin],
    [`${key}#timeout.connectMs`, destination.connectTimeoutMs.origin],
    [`${key}#loadBalancing`, destination.loadBalancing.origin],
    ...Object.entries(circuitBreaker).map(([field, { origin }]): OriginRow => [
      `${key}#circuitBreaker.${field}`,
      origin,
    ]),
    ...Object.entries(outlierDetection ?? {}).map(([field, { origin }]): OriginRow => [
      `${key}#outlierDetection.${field}`,
      origin,
    ]),
  ];
}
