import type { RouteOwner } from '../../ir/visit.js';

/**
 * Names what a route stands on, for a message: `service "reviews"`.
 */
export function describeOwner(owner: RouteOwner): string {
  return owner.kind === 'service' ? `service "${owner.service.name}"` : `gateway "${owner.gateway.name}"`;
}
