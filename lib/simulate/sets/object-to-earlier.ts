import type { SimulatedVirtualHost } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import type { Objection } from './find-request.js';
import { negateLiteral } from './negate-literal.js';
import { possibleLiterals } from './possible-literals.js';
import { takersBefore } from './takers-before.js';

/** Which requests are objected to. */
export interface EarlierOptions {
  /** Routes from this position on are no objection. */
  readonly position: number;
  /** Whether a route is an objection; asked of those before the position that take, or may take, a request. */
  readonly counts?: (route: SimulatedRoute) => boolean;
  /** Told of each route that was one. */
  readonly onTaken?: (route: SimulatedRoute) => void;
}

/**
 * Objects to requests that a route of a virtual host before some position takes. Of several such that which asks for
 * least is named: what is left without it is smallest.
 */
export function objectToEarlier(
  host: SimulatedVirtualHost,
  { position, counts = () => true, onTaken = () => undefined }: EarlierOptions,
): Objection {
  return (request) => {
    let taker: SimulatedRoute | undefined;
    for (const route of takersBefore(host, position, request))
      if (counts(route) && (taker === undefined || possibleLiterals(route).length < possibleLiterals(taker).length))
        taker = route;
    if (taker === undefined) return undefined;
    onTaken(taker);
    return possibleLiterals(taker).map(negateLiteral);
  };
}
