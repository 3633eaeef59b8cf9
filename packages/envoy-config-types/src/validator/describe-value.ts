import type { JsonValue } from '../../types/primitives.js';

const LONGEST = 40;

/** Says what a value is, for "got …" in a message: short scalars as they are, the rest by kind. */
export function describeValue(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
