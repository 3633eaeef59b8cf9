import { defineCheck } from '../define-check.js';
import type { WeightedDestination } from '../../ir/route.js';
import { isWeight } from '../syntax/is-weight.js';
import type { PlacedRoute } from '../place-route.js';
import { describeRoute } from '../words/describe-route.js';
import { listWords } from '../words/list-words.js';

/**
 * Finds splits whose weights do not sum to 100. A weight that is no number in range is reported by `invalid-value`.
 */
export const routeWeights = defineCheck('route-weights', function* ({ index }) {
  for (const site of index.routes) {
    const shares = sharesOf(site);
    if (shares.length === 0 || !shares.every(({ weight }) => isWeight(weight))) continue;
    // Whole hundredths sum exactly, where 33.33 + 33.33 + 33.34 as floating point need not.
    const sum = shares.reduce((total, { weight }) => total + Math.round(weight * 100), 0) / 100;
    if (sum === 100) continue;
    const weights = listWords(shares.map(({ weight }) => String(weight)));
    yield {
      message: `the weights of ${describeRoute(site)} are ${weights}; they sum to ${sum}, expected 100`,
      origin: site.route.origin,
      hint: sum < 100 ? `add ${difference(sum)} to one of them` : `take ${difference(sum)} from one of them`,
    };
  }
});

function sharesOf({ route }: PlacedRoute): readonly WeightedDestination[] {
  if (route.kind === 'tcp') return route.destinations;
  return route.action.kind === 'forward' ? route.action.destinations : [];
}

function difference(sum: number): number {
  return Math.abs(Math.round(10_000 - sum * 100)) / 100;
}
