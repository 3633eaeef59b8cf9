import type { Tally } from './criterion-evidence.js';
import type { Dispersion } from './dispersion.js';

/**
 * Adds what a window's stable pods tell of clumps. Pods are compared within their window, so that what hits all of them at once does not
 * count. A pod that is alone is compared with itself in the window before, which takes swings of the load for clumps: too careful rather
 * than too bold.
 *
 * @param pods of the stable side
 * @param kind for rates a pod's total is time, of which any number of events may come
 */
export function addDispersion(
  { chiSquared, degrees, before }: Dispersion,
  pods: readonly Tally[],
  kind: 'shares' | 'rates',
): Dispersion {
  const seen = pods.filter(({ total }) => total > 0);
  const all = sumOf(seen);
  const cells = seen.length === 1 && before !== undefined ? [...seen, before] : seen;
  const { total, bad } = sumOf(cells);
  const after = all.total > 0 ? { before: all } : before === undefined ? {} : { before };
  const goodShare = kind === 'shares' ? 1 - bad / total : 1;
  if (cells.length < 2 || bad === 0 || goodShare <= 0) return { chiSquared, degrees, ...after };
  const squares = cells.reduce((sum, cell) => {
    const expected = (bad * cell.total) / total;
    return sum + (cell.bad - expected) ** 2 / expected;
  }, 0);
  return {
    chiSquared: chiSquared + (bad * squares) / goodShare,
    degrees: degrees + bad * (cells.length - 1),
    ...after,
  };
}

function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, { total, bad }) => ({ total: sum.total + total, bad: sum.bad + bad }), {
    total: 0,
    bad: 0,
  });
}
