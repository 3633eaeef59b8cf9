import type { CircuitBreakerPolicy } from './circuit-breaker.js';
import type { FaultPolicy } from './fault.js';
import type { LoadBalancingPolicy } from './load-balancing.js';
import type { OutlierDetectionPolicy } from './outlier-detection.js';
import type { RetriesPolicy } from './retries.js';
import type { TimeoutPolicy } from './timeout.js';

/** Every policy kind with its type. A new policy adds one line here; the compiler then names every place still missing. */
export interface PolicyByKind {
  readonly timeout: TimeoutPolicy;
  readonly retries: RetriesPolicy;
  readonly fault: FaultPolicy;
  readonly loadBalancing: LoadBalancingPolicy;
  readonly circuitBreaker: CircuitBreakerPolicy;
  readonly outlierDetection: OutlierDetectionPolicy;
}

/** Name of a policy kind. */
export type PolicyKind = keyof PolicyByKind;

/** Policies that may stand on a route: they shape one request. */
export type RoutePolicies = Partial<Pick<PolicyByKind, 'timeout' | 'retries' | 'fault'>>;

/** Policies that may stand on a destination (mesh, service, version, call edge): they shape the traffic to it. */
export type DestinationPolicies = Partial<Omit<PolicyByKind, 'fault'>>;

/** The policies declared at one scope; a kind that is absent is inherited. */
export type Policies = Partial<PolicyByKind>;
