import type { Messages } from '../types/any.js';

/**
 * Gives the `@type` that names a message in an Any.
 *
 * @example typeUrl("envoy.config.route.v3.Route") // "type.googleapis.com/envoy.config.route.v3.Route"
 */
export function typeUrl<T extends keyof Messages>(type: T): `type.googleapis.com/${T}` {
  return `type.googleapis.com/${type}`;
}
