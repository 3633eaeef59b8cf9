import type { EffectiveRetries } from '../../ir/effective-mesh.js';
import type { RetryCondition } from '../../ir/policies/retries.js';

// Envoy takes a try that timed out for a stream that was reset, not for an answer: no status code is looked at
// (`RetryStateImpl::wouldRetryFromReset`).
const conditionsOfResets: readonly RetryCondition[] = ['5xx', 'gateway-error', 'reset'];

/**
 * Whether a try that the per-try timeout ended is followed by another one.
 */
export function retriesTimedOutTries({ on }: EffectiveRetries): boolean {
  return on.value.some((condition) => conditionsOfResets.includes(condition));
}
