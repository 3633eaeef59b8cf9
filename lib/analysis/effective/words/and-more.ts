/**
 * Says how many more things there are, for the end of a message: `, and 3 more routes`; nothing for none.
 */
export function andMore(count: number, noun: string): string {
  return count === 0 ? '' : `, and ${String(count)} more ${noun}${count === 1 ? '' : 's'}`;
}
