/** Share of those who count, over 0 to 1, without whom nothing is known: what the rest counts need not be like the whole. */
const tooMuch = 0.1;

/** Whether so many of those who count could not be read that what was read says nothing. */
export function tooManyMissing(missing: number, all: number): boolean {
  return missing > 0 && missing >= all * tooMuch;
}
