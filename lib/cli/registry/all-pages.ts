import { answerOf, type ApiResult } from './answer-of.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** Items of a page: as many as the server gives at once. */
const pageSize = 1000;

/** Gets all pages of a list. */
export async function allPages<T>(
  get: (page: { readonly limit: number; readonly cursor?: string }) => Promise<ApiResult<Page<T>>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await answerOf(get({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }));
    items.push(...(data?.items ?? []));
    cursor = data?.nextCursor;
  } while (cursor !== undefined);
  return items;
}
