import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { describeConditions } from '../explain/describe-conditions.js';

/** The requests that one route took and another takes now, in words. */
export function classWords(before: SimulatedRoute | undefined, after: SimulatedRoute | undefined): string {
  const routes = [before, after].filter((route) => route !== undefined);
  const parts = [...new Set(routes.flatMap(({ condition }) => describeConditions(condition)))];
  if (parts.length > 0) return parts.join(', and ');
  return routes.some(({ position }) => position > 0) ? 'every other request' : 'every request';
}
