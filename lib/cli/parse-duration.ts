import { UsageError } from './usage-error.js';

const msByUnit: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads a length of time that was given to an option, such as `90s`, `30m`, `1.5h` or `500ms`, as ms; seconds where no unit is said. */
export function parseDuration(option: string, text: string): number {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(number) * (msByUnit[unit] ?? 1);
  if (number !== undefined && ms > 0) return ms;
  throw new UsageError(`${option} takes a time such as 90s, 30m or 1h, not "${text}"`);
}
