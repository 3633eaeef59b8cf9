import { createDiagnostic } from '../../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { OutboundPort } from '../../../ir/effective-mesh.js';
import { capturedAddress } from './captured-address.js';

/**
 * Reports `listener-port-conflict` where connections to two callees look alike: requests can be told apart by host,
 * other connections only by address and port.
 */
export function outboundConflicts(caller: string, outbound: readonly OutboundPort[]): readonly Diagnostic[] {
  const firstByAddress = new Map<string, OutboundPort>();
  const diagnostics: Diagnostic[] = [];
  for (const port of outbound) {
    const address = `${capturedAddress(port)}:${String(port.port.number)}`;
    const first = firstByAddress.get(address);
    if (first === undefined) {
      firstByAddress.set(address, port);
    } else if (first.kind === 'tcp' || port.kind === 'tcp') {
      diagnostics.push(
        createDiagnostic('listener-port-conflict', {
          message:
            `service "${caller}" calls ${described(first)} and ${described(port)} on port ${String(port.port.number)}, ` +
            'where the proxy cannot tell their connections apart',
          origin: port.origin,
          related: [{ message: 'the other call', origin: first.origin }],
          hint: 'give one of them another port number, or set clusterIp on the TCP service',
        }),
      );
    }
  }
  return diagnostics;
}

function described({ callee, port }: OutboundPort): string {
  return `"${callee.service.name}" (${port.protocol})`;
}
