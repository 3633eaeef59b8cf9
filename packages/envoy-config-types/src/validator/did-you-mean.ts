/** Edits (insert, delete, replace, swap of neighbours) from one word to another; more than `limit` when there are many. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  // Rows of the dynamic programme: the one before last serves swaps.
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(last, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? at(beforeLast, j - 2) + 1 : Infinity;
      row.push(Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, to.length);
}

// Type names share long prefixes, so a third of their letters would call any two of them close.
const MOST_EDITS = 4;

const plain = (word: string): string => word.toLowerCase().replaceAll(/[_-]/g, '');

/**
 * Ends a message with the known word closest to a mistaken one: `; did you mean "stat_prefix"?`, or nothing when none
 * is close (a third of the letters, at least two and at most four edits). Case, dashes and underscores do not count.
 */
export function didYouMean(word: string, known: Iterable<string>): string {
  const wanted = plain(word);
  let best: string | undefined;
  let bestDistance = Math.min(MOST_EDITS, Math.max(2, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, plain(candidate), bestDistance - 1);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === undefined ? '' : `; did you mean ${JSON.stringify(best)}?`;
}
