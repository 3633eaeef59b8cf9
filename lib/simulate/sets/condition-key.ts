import { RE2JS } from 're2js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import type { SimulatedRoute } from '../route/simulated-route.js';

/** The same text for routes that ask for the same, as far as it is written the same way. */
export const conditionKey: (route: SimulatedRoute) => string = memoiseByObject(({ condition, unknownConditions }) => {
  // Without the position of the route, which they name.
  const unknown = unknownConditions.map((field) => field.slice(field.lastIndexOf(': ')));
  return JSON.stringify([condition, unknown], (_, value: unknown) => {
    if (value instanceof RE2JS) return value.patternInput;
    return typeof value === 'bigint' ? value.toString() : value;
  });
});
