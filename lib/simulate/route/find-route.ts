import type { Message } from '../headers/message.js';
import { meetsConditions } from '../match/meets-conditions.js';
import { meetsPathCondition } from '../match/meets-path-condition.js';
import { pathWithoutQuery } from '../path/path-without-query.js';
import { candidatePositions } from './candidate-positions.js';
import type { SimulatedVirtualHost } from './route-table.js';
import type { SimulatedRoute } from './simulated-route.js';

/** The route that takes a request, and the fields of routes before it that might have made it another one. */
export interface FoundRoute {
  readonly route: SimulatedRoute | undefined;
  readonly unknown: readonly string[];
}

/** Finds the first route of a virtual host that takes a request. */
export function findRoute(host: SimulatedVirtualHost, request: Message): FoundRoute {
  const path = pathWithoutQuery(request.path);
  let unknown: readonly string[] = [];
  for (const position of candidatePositions(host.index, path)) {
    const route = host.routes[position];
    if (route === undefined) continue;
    const { condition, unknownConditions } = route;
    if (unknownConditions.length > 0) {
      const mayTakePath = condition.path.kind === 'unknown' || meetsPathCondition(condition.path, path);
      if (mayTakePath) unknown = [...unknown, ...unknownConditions];
      continue;
    }
    if (meetsPathCondition(condition.path, path) && meetsConditions(condition, request)) return { route, unknown };
  }
  return { route: undefined, unknown };
}
