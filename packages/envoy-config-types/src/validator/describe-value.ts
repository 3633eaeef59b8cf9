import type { JsonValue } from '../../types/primitives.js';

const LONGEST = 40;

/** Says what a value is, for "got …" in a message: short scalars as they are, the rest by kind. */
export function describeValue(value: JsonValue): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'an object';
  // A caller's cast may let in what is no JSON, which stringify gives nothing for.
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
