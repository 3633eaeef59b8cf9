import type { EffectiveRetries } from '../../ir/effective-mesh.js';
import type { RetryCondition } from '../../ir/policies/retries.js';

/** Conditions that a failure further down can meet: the services between pass it on as an error of their own. */
const conditionsOfFailures: readonly RetryCondition[] = [
  '5xx',
  'gateway-error',
  'reset',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

/** The first status code that means a failure of the callee. */
const firstServerError = 500;

/**
 * Whether the callee's answer that something behind it failed is tried again. Conditions that only a connection to the
 * callee itself can meet, such as the default ones, do not add up along a path.
 */
export function retriesFailures({ on, statusCodes }: EffectiveRetries): boolean {
  return (
    on.value.some((condition) => conditionsOfFailures.includes(condition)) ||
    statusCodes.value.some((code) => code >= firstServerError)
  );
}
