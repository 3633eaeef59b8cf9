import type { RequestResult } from '../../simulate/network/request-result.js';
import type { RetryRule } from '../../simulate/route/retry-rule.js';
import { hopsOf } from './hops-of.js';

/** The rules by which proxies on the way to a result try again, in order; empty where none does. */
export function retriesOf(result: RequestResult): readonly RetryRule[] {
  return hopsOf(result).flatMap(({ forward }) => {
    const rule = forward?.retries;
    return rule === undefined || rule.attempts === 0 ? [] : [rule];
  });
}
