import { isOrigin } from './is-origin.js';

/** Whether two parts of a mesh say the same. Where in the program they stand says nothing of what they are. */
export function sameContent(left: unknown, right: unknown): boolean {
  const [given, other] = [contentOf(left), contentOf(right)];
  if (given === other) return true;
  if (typeof given !== 'object' || typeof other !== 'object' || given === null || other === null) return false;
  if (Array.isArray(given) !== Array.isArray(other)) return false;
  const [fields, others] = [given as Record<string, unknown>, other as Record<string, unknown>];
  return (
    (!Array.isArray(given) || given.length === others['length']) &&
    Object.keys(fields).every((key) => sameContent(fields[key], others[key])) &&
    Object.keys(others).every((key) => key in fields || contentOf(others[key]) === undefined)
  );
}

function contentOf(part: unknown): unknown {
  return isOrigin(part) ? undefined : part;
}
