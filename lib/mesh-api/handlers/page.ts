import type { PageRequest, PageResult } from '../../util/page-of.js';
import { problem } from '../problems/problem.js';
import type { Answer } from '../server/answer.js';
import type { ApiRequest } from '../server/api-request.js';

/** Answers with the part of a list that `limit` and `cursor` of the query ask for. */
export function page<Found>(request: ApiRequest, find: (page: PageRequest) => PageResult<Found>): Answer {
  const found = find(request.query);
  if (found.kind === 'bad-cursor')
    return problem('invalid-request', 'query/cursor is none that this server gave', {
      errors: [{ path: 'query/cursor', problem: 'is none that this server gave', expected: '"nextCursor" of a page' }],
    });
  const { items, cursor } = found;
  if (cursor === undefined) return { status: 200, body: { items } };
  return {
    status: 200,
    headers: { Link: `<${linkTo(request.url, cursor)}>; rel="next"` },
    body: { items, nextCursor: cursor },
  };
}

function linkTo(url: string, cursor: string): string {
  const [path = '', search] = url.split('?', 2);
  const query = new URLSearchParams(search);
  query.set('cursor', cursor);
  return `${path}?${query.toString()}`;
}
