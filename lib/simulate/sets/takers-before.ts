import type { Message } from '../headers/message.js';
import { pathWithoutQuery } from '../path/path-without-query.js';
import { candidatePositions } from '../route/candidate-positions.js';
import type { SimulatedVirtualHost } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import { holdsLiteral } from './holds-literal.js';
import { possibleLiterals } from './possible-literals.js';

/** The routes before a position that take a request or, where that cannot be evaluated, may take it; ascending. */
export function takersBefore(
  { routes, index }: SimulatedVirtualHost,
  position: number,
  request: Message,
): readonly SimulatedRoute[] {
  const found: SimulatedRoute[] = [];
  for (const candidate of candidatePositions(index, pathWithoutQuery(request.path))) {
    if (candidate >= position) break;
    const route = routes[candidate];
    if (route !== undefined && possibleLiterals(route).every((literal) => holdsLiteral(literal, request)))
      found.push(route);
  }
  return found;
}
