import type { SimulatedRoute } from '../route/simulated-route.js';

/** A route as messages call it. */
export function routeLabel(route: SimulatedRoute | undefined): string {
  if (route === undefined) return 'no route';
  const { position, name, virtualHost } = route;
  return `route ${position} "${name}" of virtual host "${virtualHost}"`;
}
