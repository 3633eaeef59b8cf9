import { isRecord } from './is-record.js';
import type { JsonRecord } from './json-record.js';

/**
 * The objects that a path of fields leads to; lists on the way are gone through, what is missing is left out.
 *
 * @param path for example `['dynamic_listeners', 'active_state', 'listener']`
 */
export function recordsAt(value: unknown, path: readonly string[]): readonly JsonRecord[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => recordsAt(each, path));
  if (!isRecord(value)) return [];
  const [field, ...rest] = path;
  return field === undefined ? [value] : recordsAt(value[field], rest);
}
