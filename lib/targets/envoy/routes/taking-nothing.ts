import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import { independentWeights } from './independent-weights.js';
import { variantKey } from './variant-key.js';

/** A route that takes none of the requests that match until somebody gives its revision a share. Envoy: `RouteMatch.runtime_fraction`. */
export function takingNothing(route: Route, revision: string): Route {
  return {
    ...independentWeights(route),
    metadata: { filter_metadata: { [variantKey]: { revision } } },
    match: { ...route.match, runtime_fraction: { default_value: { numerator: 0, denominator: 'MILLION' } } },
  };
}
