import type { RetryRule } from './retry-rule.js';

/**
 * How often a request is tried where every try is answered with the same HTTP status: 1 where it is not worth a retry.
 * gRPC statuses, resets and failures to connect are other matters. Envoy: `RetryPolicy.retry_on`.
 */
export function triesForStatus(rule: RetryRule | undefined, status: number): number {
  if (rule === undefined) return 1;
  const isRetried = rule.on.some((condition) => {
    switch (condition) {
      case '5xx':
        return status >= 500;
      case 'gateway-error':
        return status >= 502 && status <= 504;
      case 'retriable-4xx':
        return status === 409;
      case 'retriable-status-codes':
        return rule.statusCodes.includes(status);
      default:
        return false;
    }
  });
  return isRetried ? 1 + rule.attempts : 1;
}
