import type { EffectiveCheck } from '../define-effective-check.js';
import { callCycle } from './call-cycle.js';
import { canaryOverloaded } from './canary-overloaded.js';
import { fanInWithoutCircuitBreaker } from './fan-in-without-circuit-breaker.js';
import { faultDelayExceedsTimeout } from './fault-delay-exceeds-timeout.js';
import { faultSkipsRetries } from './fault-skips-retries.js';
import { gatewayWithoutRoute } from './gateway-without-route.js';
import { hashKeysIgnored } from './hash-keys-ignored.js';
import { objectiveLatencyMissed } from './objective-latency-missed.js';
import { objectiveOnCircularCalls } from './objective-on-circular-calls.js';
import { objectiveThroughputMissed } from './objective-throughput-missed.js';
import { objectiveWithoutServiceTimes } from './objective-without-service-times.js';
import { outlierDetectionOff } from './outlier-detection-off.js';
import { outlierDetectionTooFew } from './outlier-detection-too-few.js';
import { perTryTimeoutIneffective } from './per-try-timeout-ineffective.js';
import { perTryTimeoutNotRetried } from './per-try-timeout-not-retried.js';
import { requestTimeoutBeyondIdle } from './request-timeout-beyond-idle.js';
import { retriesBlocked } from './retries-blocked.js';
import { retriesExceedTimeout } from './retries-exceed-timeout.js';
import { retryAmplification } from './retry-amplification.js';
import { retryNonIdempotent } from './retry-non-idempotent.js';
import { rolloutAffinityOverruled } from './rollout-affinity-overruled.js';
import { serviceOverloaded } from './service-overloaded.js';
import { timeoutBelowExpectedLatency } from './timeout-below-expected-latency.js';
import { timeoutInversion } from './timeout-inversion.js';
import { versionWithoutCapacity } from './version-without-capacity.js';
import { weightExceedsCapacity } from './weight-exceeds-capacity.js';

/** Every check of the effective mesh, sorted by slug. */
export const effectiveChecks = [
  callCycle,
  canaryOverloaded,
  fanInWithoutCircuitBreaker,
  faultDelayExceedsTimeout,
  faultSkipsRetries,
  gatewayWithoutRoute,
  hashKeysIgnored,
  objectiveLatencyMissed,
  objectiveOnCircularCalls,
  objectiveThroughputMissed,
  objectiveWithoutServiceTimes,
  outlierDetectionOff,
  outlierDetectionTooFew,
  perTryTimeoutIneffective,
  perTryTimeoutNotRetried,
  requestTimeoutBeyondIdle,
  retriesBlocked,
  retriesExceedTimeout,
  retryAmplification,
  retryNonIdempotent,
  rolloutAffinityOverruled,
  serviceOverloaded,
  timeoutBelowExpectedLatency,
  timeoutInversion,
  versionWithoutCapacity,
  weightExceedsCapacity,
] as const satisfies readonly EffectiveCheck[];
