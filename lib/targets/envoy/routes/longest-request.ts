import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';

/** Longest time that any of the routes gives a request, in ms, also under the policies of a rollout; `none` where one sets no end. */
export function longestRequest(routes: Iterable<EffectiveHttpRoute>): number | 'none' {
  let longest = 0;
  for (const { action, timeout, variant } of routes) {
    if (action.kind === 'redirect') continue;
    for (const { requestMs } of variant === undefined ? [timeout] : [timeout, variant.timeout]) {
      if (requestMs.value === 'none') return 'none';
      longest = Math.max(longest, requestMs.value);
    }
  }
  return longest;
}
