import { defineCheck } from '../define-check.js';
import { portsOfScope } from '../ports-of-scope.js';
import { describeScope } from '../words/describe-scope.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds limits on requests and retries where only plain TCP is spoken, and so nothing is counted.
 */
export const httpLimitOnTcpPort = defineCheck('http-limit-on-tcp-port', function* ({ index }) {
  for (const { scope, policies } of index.policies) {
    const { circuitBreaker } = policies;
    if (circuitBreaker === undefined) continue;
    const limits = (['maxRequests', 'maxRetries'] as const).filter((limit) => circuitBreaker[limit] !== undefined);
    const ports = portsOfScope(scope, index);
    if (limits.length === 0 || ports.length === 0 || ports.some(({ protocol }) => protocol !== 'tcp')) continue;
    yield {
      message: `${listNames(limits)} in the circuit breaker of ${describeScope(scope)} ${limits.length === 1 ? 'limits' : 'limit'} requests, but every port there speaks tcp`,
      origin: circuitBreaker.origin,
      hint: 'use "maxConnections" and "maxPendingRequests", which hold for connections',
    };
  }
});
