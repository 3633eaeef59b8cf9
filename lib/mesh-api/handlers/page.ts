import { compareText } from '../../util/compare-text.js';
import { problem } from '../problems/problem.js';
import type { Answer } from '../server/answer.js';
import type { ApiRequest } from '../server/api-request.js';

const defaultLimit = 100;

/**
 * Answers with the part of a list that `limit` and `cursor` of the query ask for. A cursor names the last key before the page:
 * what is added or removed meanwhile moves no other item over it.
 *
 * @param items sorted by `key` in code unit order
 */
export function page<T>(request: ApiRequest, items: readonly T[], key: (item: T) => string): Answer {
  const { limit = defaultLimit, cursor } = request.query as { readonly limit?: number; readonly cursor?: string };
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (cursor !== undefined && after === undefined)
    return problem('invalid-request', 'query/cursor is none that this server gave', {
      errors: [{ path: 'query/cursor', problem: 'is none that this server gave', expected: '"nextCursor" of a page' }],
    });
  const start = after === undefined ? 0 : firstAfter(items, key, after);
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  if (last === undefined || start + limit >= items.length) return { status: 200, body: { items: shown } };
  const nextCursor = encodeCursor(key(last));
  return {
    status: 200,
    headers: { Link: `<${linkTo(request.url, nextCursor)}>; rel="next"` },
    body: { items: shown, nextCursor },
  };
}

function firstAfter<T>(items: readonly T[], key: (item: T) => string, after: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && compareText(key(item), after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Says which form of cursor it is, so that another form can be told from it one day.
const prefix = 'k1:';

function encodeCursor(key: string): string {
  return Buffer.from(prefix + key).toString('base64url');
}

function decodeCursor(cursor: string): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  return text.startsWith(prefix) && Buffer.from(text).toString('base64url') === cursor
    ? text.slice(prefix.length)
    : undefined;
}

function linkTo(url: string, cursor: string): string {
  const [path = '', search] = url.split('?', 2);
  const query = new URLSearchParams(search);
  query.set('cursor', cursor);
  return `${path}?${query.toString()}`;
}
