import type { EffectiveHttpRoute } from '../../../ir/effective-mesh.js';

/** Longest time that any of the routes gives a request, in ms; `none` where one sets no end. */
export function longestRequest(routes: Iterable<EffectiveHttpRoute>): number | 'none' {
  let longest = 0;
  for (const { action, timeout } of routes) {
    if (action.kind === 'redirect') continue;
    if (timeout.requestMs.value === 'none') return 'none';
    longest = Math.max(longest, timeout.requestMs.value);
  }
  return longest;
}
