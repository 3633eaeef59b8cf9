import type { OutboundPort } from '../../../ir/effective-mesh.js';

/** Name of the listener and of the route configuration of a callee's port that the workload dials on loopback. */
export function loopbackOutboundName({ callee, port }: OutboundPort): string {
  return `outbound/${callee.service.name}/${port.name}`;
}
