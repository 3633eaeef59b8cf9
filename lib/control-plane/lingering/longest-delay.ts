import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { httpRoutesOf } from './http-routes-of.js';

/**
 * The longest time that a fault holds requests back after their route was chosen, in ms; 0 without faults. A route's
 * destination has to stay for so long after the route itself has gone.
 */
export function longestDelay(mesh: EffectiveMesh): number {
  return httpRoutesOf(mesh).reduce((longest, { fault }) => Math.max(longest, fault?.delay?.durationMs ?? 0), 0);
}
