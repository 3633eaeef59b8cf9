import type { Precondition } from '../../registry/model/registry-write.js';

/** What `If-Match` and `If-None-Match: *` of a request ask for; `otherwise` where neither came. */
export function preconditionOf(headers: Readonly<Record<string, string>>, otherwise: Precondition): Precondition {
  const match = headers['if-match'];
  if (match === '*') return { kind: 'present' };
  if (match !== undefined) return { kind: 'revision', revision: decode(match.slice(1, -1)) };
  return headers['if-none-match'] === '*' ? { kind: 'absent' } : otherwise;
}

/** A tag that is none of ours stays as it is and matches nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
