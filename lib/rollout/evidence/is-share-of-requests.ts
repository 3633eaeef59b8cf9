import type { Measure } from '../../ir/rollout/criterion.js';

/** Whether bad events are a share of requests, so that an excess of them can be weighed against a harm budget. */
export function isShareOfRequests({ kind }: Measure): boolean {
  return kind !== 'rate' && kind !== 'saturation';
}
