import type { Origin } from '../../lib/diagnostics/origin.js';
import type { DestinationPolicies } from '../../lib/ir/policies/policies.js';
import { lowerCircuitBreaker, type WithCircuitBreaker } from './circuit-breaker.js';
import { lowerLoadBalancing, type WithLoadBalancing } from './load-balancing.js';
import { lowerOutlierDetection, type WithOutlierDetection } from './outlier-detection.js';
import { lowerRetries, type WithRetries } from './retries.js';
import { lowerTimeout, type TimeoutProps } from './timeout.js';

/**
 * Policies of a mesh, service, version or call. A narrower scope adds to a wider one field by field:
 * mesh, service, version, call, route.
 */
export interface DestinationPolicyProps
  extends TimeoutProps, WithRetries, WithLoadBalancing, WithCircuitBreaker, WithOutlierDetection {}

/** Lowers the policies of a mesh, service, version or call. */
export function lowerDestinationPolicies(props: DestinationPolicyProps, origin: Origin): DestinationPolicies {
  return {
    ...lowerCircuitBreaker(props, origin),
    ...lowerLoadBalancing(props, origin),
    ...lowerOutlierDetection(props, origin),
    ...lowerRetries(props, origin),
    ...lowerTimeout(props, origin),
  };
}
