import type { SimulatedVirtualHost } from '../../simulate/route/route-table.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { conditionKey } from '../../simulate/sets/condition-key.js';
import type { RouteEffect } from './route-effect.js';

/** What a virtual host does, without any name: two hosts with equal text do the same, though not the other way round. */
export function hostText(
  { routes, unknown }: SimulatedVirtualHost,
  effectOf: (route: SimulatedRoute) => RouteEffect,
): string {
  const texts = routes.map((route) => `${conditionKey(route)}\n${effectOf(route).text}`);
  return [...texts, String(unknown.length)].join('\n\n');
}
