import type { RouteSite } from '../../ir/visit.js';
import { describeOwner } from './describe-owner.js';

/**
 * Names a route, for a message: `route "jason" of service "reviews"`.
 */
export function describeRoute({ owner, route }: RouteSite): string {
  return `route "${route.name}" of ${describeOwner(owner)}`;
}
