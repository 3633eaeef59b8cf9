import type { OutboundPort } from '../../../ir/effective-mesh.js';

/**
 * The destination address by which connections to a callee are known: a TCP service's fixed cluster IP, else any.
 * Requests need none: they carry the host.
 */
export function capturedAddress({ kind, callee }: OutboundPort): string {
  const fixed = kind === 'tcp' && callee.kind === 'service' ? callee.service.clusterIp : undefined;
  return fixed ?? '0.0.0.0';
}
