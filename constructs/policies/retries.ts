import type { Duration } from 'cdk8s';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type { RetriesPolicy, RetryCondition } from '../../lib/ir/policies/retries.js';
import { compareText } from '../../lib/util/compare-text.js';
import { lowerDuration } from '../internal/lower-duration.js';

/**
 * Whether and how a caller's proxy tries again. What is left out comes from the next wider scope.
 * Envoy: `RetryPolicy`.
 */
export interface RetriesProps {
  /**
   * Tries after the first, 0 to 100; 0 turns retries off.
   *
   * @default - the next wider scope's; without any there are no retries, or 2 where another field of retries is given
   */
  readonly attempts?: number;
  /**
   * What is tried again: Envoy's conditions, and status codes as numbers.
   *
   * @default - the next wider scope's; without any `connect-failure` and `refused-stream`, which the callee has not seen
   */
  readonly on?: readonly (RetryCondition | number)[];
  /**
   * Longest time of one try.
   *
   * @default - no limit but the request's timeout
   */
  readonly perTryTimeout?: Duration;
  /**
   * Pauses between tries: the first, and the longest that doubling it may reach. Jitter is added.
   *
   * @default - 25 ms, growing to ten times the base
   */
  readonly backOff?: { readonly base: Duration; readonly max?: Duration };
}

/** Props of everything that can hold a retry policy. */
export interface WithRetries {
  /**
   * Whether and how a caller's proxy tries again.
   *
   * @default - the next wider scope's; without any there are no retries
   */
  readonly retries?: RetriesProps;
}

/** Lowers retries; nothing when none are given. */
export function lowerRetries({ retries }: WithRetries, origin: Origin): { retries?: RetriesPolicy } {
  if (retries === undefined) return {};
  const { attempts, on, perTryTimeout, backOff } = retries;
  const conditions = on?.filter((condition): condition is RetryCondition => typeof condition === 'string');
  const statusCodes = on?.filter((condition): condition is number => typeof condition === 'number');
  return {
    retries: {
      origin,
      ...(attempts === undefined ? {} : { attempts }),
      ...(conditions === undefined ? {} : { on: [...new Set(conditions)].sort(compareText) }),
      ...(statusCodes === undefined ? {} : { statusCodes: [...new Set(statusCodes)].sort((a, b) => a - b) }),
      ...(perTryTimeout === undefined ? {} : { perTryTimeoutMs: lowerDuration(perTryTimeout) }),
      ...(backOff === undefined ? {} : { backOffBaseMs: lowerDuration(backOff.base) }),
      ...(backOff?.max === undefined ? {} : { backOffMaxMs: lowerDuration(backOff.max) }),
    },
  };
}
