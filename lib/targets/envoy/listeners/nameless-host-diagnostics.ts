import { createDiagnostic } from '../../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { OutboundPort } from '../../../ir/effective-mesh.js';

/**
 * Reports `listener-port-conflict` for an external TCP service of several hosts without fixed addresses: a connection
 * does not say which host it means.
 */
export function namelessHostDiagnostics(outbound: readonly OutboundPort[]): readonly Diagnostic[] {
  return outbound.flatMap(({ kind, callee, port }) => {
    if (kind !== 'tcp' || callee.kind !== 'external-service') return [];
    const { name, hosts, endpoints, origin } = callee.service;
    if (hosts.length < 2 || endpoints.length > 0) return [];
    return [
      createDiagnostic('listener-port-conflict', {
        message: `external service "${name}" has ${String(hosts.length)} hosts on TCP port "${port.name}", and a connection does not say which it means`,
        origin,
        hint: 'declare one external service a host, or give fixed endpoints',
      }),
    ];
  });
}
