import type { GatewayPort } from '../../../ir/gateway.js';

/** Name of the listener and of the route configuration of a gateway's port. */
export function gatewayRoutesName({ name }: GatewayPort): string {
  return `gateway/${name}`;
}
