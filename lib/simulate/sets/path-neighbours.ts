import { compareText } from '../../util/compare-text.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import { groupBy } from './group-by.js';
import { pathStart } from './path-start.js';

/** The routes of a list that may take a path which a given route takes too, by position. */
export type PathNeighbours = (route: SimulatedRoute) => readonly SimulatedRoute[];

/** Makes an index of routes by what their paths begin with, so that few of them have to be compared with each other. */
export function pathNeighbours(routes: readonly SimulatedRoute[]): PathNeighbours {
  const sorted = routes
    .map((route) => ({ route, start: pathStart(route.condition.path) }))
    .sort((left, right) => compareText(left.start, right.start));
  const routesByStart = groupBy(sorted, ({ start }) => start);
  return ({ condition }) => {
    const start = pathStart(condition.path);
    const found: SimulatedRoute[] = [];
    for (let length = 0; length < start.length; length++)
      for (const { route } of routesByStart.get(start.slice(0, length)) ?? []) found.push(route);
    for (let at = firstFrom(sorted, start); ; at++) {
      const entry = sorted[at];
      if (entry?.start.startsWith(start) !== true) break;
      found.push(entry.route);
    }
    return found.sort((left, right) => left.position - right.position);
  };
}

/** Index of the first entry that is not before a text. */
function firstFrom(sorted: readonly { readonly start: string }[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(sorted[middle]?.start ?? '', text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
