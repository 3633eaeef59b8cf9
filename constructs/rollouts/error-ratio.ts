import { criterionOf, type CriterionOptions, type CriterionSpec } from './criterion-props.js';

/**
 * Share of requests that the callers' proxies saw fail: HTTP 5xx, connections that broke, and gRPC statuses that tell of the server's fault.
 * A request that succeeded at a second try is none.
 */
export function errorRatio(options: CriterionOptions = {}): CriterionSpec {
  return criterionOf({ kind: 'error-ratio' }, options, { name: 'errors', unit: 'percent' });
}
