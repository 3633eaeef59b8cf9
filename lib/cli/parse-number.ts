import { UsageError } from './usage-error.js';

/** The numbers that an option takes. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
  /** Whether only whole numbers are taken. @default false */
  readonly whole?: boolean;
}

/**
 * Reads the number that was given to an option. Ends the command with a usage error where it is none, or out of range.
 */
export function parseNumber(option: string, text: string, { from, to, whole = false }: NumberRange): number {
  const value = Number(text);
  const isFine = text.trim() !== '' && value >= from && value <= to && (!whole || Number.isInteger(value));
  if (isFine) return value;
  throw new UsageError(
    `${option} takes a ${whole ? 'whole ' : ''}number from ${String(from)} to ${String(to)}, not "${text}"`,
  );
}
