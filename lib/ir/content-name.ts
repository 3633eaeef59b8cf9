import { contentHash } from '../util/content-hash.js';
import { stableJson } from '../util/stable-json.js';

const hexDigits = 16;

/** Names a part of a mesh by its content: 16 hex digits. Where in the program it stands says nothing of what it is. */
export function contentName(part: unknown): string {
  const text = JSON.stringify(part, (_, each: unknown) => (isOrigin(each) ? undefined : each));
  return contentHash(stableJson(JSON.parse(text)), hexDigits);
}

function isOrigin(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'constructPath' in value && 'kind' in value;
}
