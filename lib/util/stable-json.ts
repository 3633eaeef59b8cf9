import { compareText } from './compare-text.js';

/**
 * Writes a value as JSON with sorted object keys, so that equal values give equal bytes. Properties that are
 * `undefined` are left out; array order is kept.
 *
 * @param indent spaces a level; 0 puts all on one line. @default 2
 */
export function stableJson(value: unknown, indent = 2): string {
  return JSON.stringify(sortKeys(value), undefined, indent) + (indent > 0 ? '\n' : '');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(record).sort(compareText)) sorted[key] = sortKeys(record[key]);
  return sorted;
}
