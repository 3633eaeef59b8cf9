import type { Destination, WeightedDestination } from '../../ir/route.js';
import { defineCheck } from '../define-check.js';
import type { PlacedRoute } from '../place-route.js';
import { describeDestination } from '../words/describe-destination.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds splits in which one destination stands more than once: most likely one of the shares is meant for another.
 */
export const splitRepeatsDestination = defineCheck('split-repeats-destination', function* ({ index }) {
  for (const site of index.routes) {
    const destinations = sharesOf(site).map(({ destination }) => destination);
    const keys = destinations.map(keyOf);
    const repeated = destinations.find((_, position) => keys.indexOf(keys[position] ?? '') < position);
    if (repeated === undefined) continue;
    yield {
      message: `the split of ${describeRoute(site)} names ${describeDestination(repeated)} more than once`,
      origin: site.route.origin,
      hint: 'add up its shares, or name another destination',
    };
  }
});

function keyOf(destination: Destination): string {
  const version = destination.kind === 'version' ? destination.version : '';
  return [destination.kind, destination.service, version, destination.port ?? ''].join(' ');
}

function sharesOf({ route }: PlacedRoute): readonly WeightedDestination[] {
  if (route.kind === 'tcp') return route.destinations;
  return route.action.kind === 'forward' ? route.action.destinations : [];
}
