import type { PathIndex, RouteIndex } from './route-index.js';

/**
 * Positions of the routes whose path condition may take a path, ascending; a route that is not among them does not
 * take it.
 *
 * @param path without query
 */
export function candidatePositions(index: RouteIndex, path: string): readonly number[] {
  const [sensitive, insensitive] = index.sides;
  const lists: (readonly number[])[] = [];
  collect(sensitive, path, lists);
  if (insensitive.prefixLengths.length + insensitive.exact.size + insensitive.separated.size > 0)
    collect(insensitive, path.toLowerCase(), lists);
  const [first] = lists;
  if (first === undefined || lists.length === 1) return first ?? [];
  return lists.flat().sort((left, right) => left - right);
}

function collect(index: PathIndex, path: string, lists: (readonly number[])[]): void {
  if (index.exact.size > 0) push(lists, index.exact.get(path));
  for (const length of index.prefixLengths) {
    if (length > path.length) break;
    push(lists, index.prefixes.get(path.slice(0, length)));
  }
  if (index.separated.size === 0) return;
  for (let end = path.indexOf('/', 1); end !== -1; end = path.indexOf('/', end + 1))
    push(lists, index.separated.get(path.slice(0, end)));
  push(lists, index.separated.get(path));
}

function push(lists: (readonly number[])[], positions: readonly number[] | undefined): void {
  if (positions !== undefined) lists.push(positions);
}
