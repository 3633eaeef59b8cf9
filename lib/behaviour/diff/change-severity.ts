/**
 * How much a change weighs, the heaviest first; `docs/guides/diff.md` states the rule.
 *
 * - `breaking`: what was answered is refused, answered by the proxy itself, or goes to another service.
 * - `risky`: the same service answers otherwise: another version or share, other headers, less time.
 * - `neutral`: what nobody answered is answered now, or requests get more time.
 */
export const changeSeverities = ['breaking', 'risky', 'neutral'] as const;

/** One of the weights. */
export type ChangeSeverity = (typeof changeSeverities)[number];
