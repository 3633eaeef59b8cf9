import type { Origin } from '../diagnostics/origin.js';
import type { RouteOwner } from '../ir/visit.js';

/**
 * The place where the owner of a route is declared.
 */
export function originOfOwner(owner: RouteOwner): Origin {
  return owner.kind === 'service' ? owner.service.origin : owner.gateway.origin;
}
