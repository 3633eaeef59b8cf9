import type { RetryCondition } from '../../ir/policies/retries.js';
import { defineCheck } from '../define-check.js';
import { portsOfScope } from '../ports-of-scope.js';
import { describeScope } from '../words/describe-scope.js';
import { listNames } from '../words/list-names.js';

const grpcConditions: ReadonlySet<RetryCondition> = new Set<RetryCondition>([
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
]);

/**
 * Finds retries on a gRPC status where only HTTP/1.1 is spoken, which has none. Where no port carries requests at all
 * `http-rule-on-tcp-port` says so.
 */
export const grpcRetryOnHttpPort = defineCheck('grpc-retry-on-http-port', function* ({ index }) {
  for (const { scope, policies } of index.policies) {
    const { retries } = policies;
    const conditions = retries?.on?.filter((condition) => grpcConditions.has(condition)) ?? [];
    if (retries === undefined || conditions.length === 0) continue;
    const protocols = new Set(portsOfScope(scope, index).map(({ protocol }) => protocol));
    if (!protocols.has('http') || protocols.has('http2') || protocols.has('grpc')) continue;
    yield {
      message: `the retry policy of ${describeScope(scope)} tries again on ${listNames(conditions)}, but HTTP/1.1 is spoken there, which has no gRPC status`,
      origin: retries.origin,
      hint: 'name HTTP conditions such as "5xx", or give the port the protocol "grpc"',
    };
  }
});
