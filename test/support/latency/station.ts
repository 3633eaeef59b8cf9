import type { Station } from '../../../lib/analysis/latency/station.js';
import { originOf } from '../effective-mesh.js';

/** A version whose pods work on one request at a time. */
export function station({
  serviceTimeMs,
  workers = 1,
}: {
  readonly serviceTimeMs: number;
  readonly workers?: number;
}): Station {
  return {
    name: 'cart/v1',
    service: 'cart',
    version: 'v1',
    origin: originOf('shop/cart'),
    replicas: workers,
    pace: { kind: 'workers', serviceTimeMs, workersPerReplica: 1 },
  };
}
