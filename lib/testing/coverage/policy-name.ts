import type { Origin } from '../../diagnostics/origin.js';

/**
 * Name of the policy that a row of an origin table is a field of, with the construct that sets it: `retries of
 * shop/reviews`. Undefined for rows of other things and for defaults.
 */
export function policyName(key: string, origin: Origin): string | undefined {
  const [, policy] = /#([a-z]\w*)[^#]*$/i.exec(key) ?? [];
  if (policy === undefined || origin.kind === 'default') return undefined;
  return `${policy} of ${origin.constructPath}`;
}
