import type { Origin } from '../../diagnostics/origin.js';

/**
 * The first of some places that the program itself names; where all are defaults, the last of them.
 */
export function firstUserOrigin(first: Origin, ...others: readonly Origin[]): Origin {
  const all = [first, ...others];
  return all.find(({ kind }) => kind === 'user') ?? all.at(-1) ?? first;
}
