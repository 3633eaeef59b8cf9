import type { Decision, Destination, Outcome } from '../../simulate/decision.js';
import type { RequestResult } from '../../simulate/network/request-result.js';

/** What one HTTP proxy on the way of a result did. */
export interface Hop {
  readonly proxy: string;
  readonly decision: Decision;
  /** The cluster that it sent to; undefined where it answered itself. */
  readonly cluster: string | undefined;
  /** How it sends on; undefined where it answers itself. */
  readonly forward: Extract<Outcome, { readonly kind: 'forward' }> | undefined;
  /** What it sent there. */
  readonly destination: Destination | undefined;
}

/** The HTTP proxies on the way of a result, in order. */
export function hopsOf({ way, clusters }: RequestResult): readonly Hop[] {
  return way.flatMap(({ proxy, decision }, index): Hop[] => {
    if (decision === undefined) return [];
    const cluster = clusters[index];
    const forward = decision.outcome.kind === 'forward' ? decision.outcome : undefined;
    const destination = forward?.destinations.find((each) => each.cluster === cluster);
    return [{ proxy, decision, cluster, forward, destination }];
  });
}
