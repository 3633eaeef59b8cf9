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
  collect(insensitive, path.toLowerCase(), lists);
  const [first] = lists;
  if (first === undefined || lists.length === 1) return first ?? [];
  return lists.flat().sort((left, right) => left - right);
}

function collect(index: PathIndex, path: string, lists: (readonly number[])[]): void {
  const push = (positions: readonly number[] | undefined): void => {
    if (positions !== undefined) lists.push(positions);
  };
  if (index.exact.size > 0) push(index.exact.get(path));
  for (const length of index.prefixLengths) {
    if (length > path.length) break;
    push(index.prefixes.get(path.slice(0, length)));
  }
  if (index.separated.size === 0) return;
  for (let end = path.indexOf('/', 1); end !== -1; end = path.indexOf('/', end + 1))
    push(index.separated.get(path.slice(0, end)));
  push(index.separated.get(path));
}
