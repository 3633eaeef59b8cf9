/**
 * Writes a time in ms with the largest unit that leaves it whole: `250 ms`, `15 s`, `10 min`, `2 h`.
 */
export function showDuration(ms: number): string {
  const [unit, size] = units.find((each) => ms > 0 && ms % each[1] === 0) ?? ['ms', 1];
  return `${String(ms / size)} ${unit}`;
}

const units: readonly (readonly [string, number])[] = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];
