import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { conditionWords } from './condition-words.js';

/** The requests that one route took and another takes now, in the words of a program. */
export function classWords(before: SimulatedRoute | undefined, after: SimulatedRoute | undefined): string {
  const routes = [before, after].filter((route) => route !== undefined);
  const words = [...new Set(routes.flatMap(({ condition }) => conditionWords(condition)))];
  if (words.length > 0) return words.join(' and ');
  return routes.some(({ position }) => position > 0) ? 'every other request' : 'every request';
}
