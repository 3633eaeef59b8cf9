import { compareText } from '../util/compare-text.js';
import { contentHash } from '../util/content-hash.js';
import { isOrigin } from './is-origin.js';

const hexDigits = 16;

/** Names a part of a mesh by its content: 16 hex digits. Where in the program it stands says nothing of what it is. */
export function contentName(part: unknown): string {
  return contentHash(textOf(part), hexDigits);
}

/** JSON with sorted keys and without origins. */
function textOf(part: unknown): string {
  if (isOrigin(part)) return '-';
  if (Array.isArray(part)) return `[${part.map(textOf).join()}]`;
  if (typeof part !== 'object' || part === null) return JSON.stringify(part);
  const fields = Object.entries(part).filter(([, value]) => value !== undefined && !isOrigin(value));
  fields.sort(([left], [right]) => compareText(left, right));
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join()}}`;
}
