import { createDiagnostic } from '../../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { PortProtocol } from '../../../ir/port.js';
import type { Service } from '../../../ir/service.js';

/** A port that the workload listens on. */
export interface InboundPort {
  /** The port's name; for a port that is only probed, `probe-<number>`. */
  readonly name: string;
  readonly protocol: PortProtocol;
  readonly targetPort: number;
}

/**
 * The target ports of a service, each once, sorted by number: declared ones, then those that only probes ask. Reports
 * `listener-port-conflict` where two ports share a target port but not a protocol.
 */
export function inboundPorts(service: Service): {
  readonly ports: readonly InboundPort[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const portByTarget = new Map<number, InboundPort>();
  const diagnostics: Diagnostic[] = [];
  for (const { name, protocol, targetPort } of service.ports) {
    const other = portByTarget.get(targetPort);
    if (other === undefined) {
      portByTarget.set(targetPort, { name, protocol, targetPort });
    } else if (other.protocol !== protocol) {
      diagnostics.push(
        createDiagnostic('listener-port-conflict', {
          message:
            `ports "${other.name}" (${other.protocol}) and "${name}" (${protocol}) of service "${service.name}" ` +
            `share target port ${String(targetPort)}`,
          origin: service.origin,
          hint: 'give them different target ports or the same protocol',
        }),
      );
    }
  }
  for (const { probes } of service.versions) {
    for (const probe of [probes.startup, probes.readiness, probes.liveness]) {
      if (probe === undefined || portByTarget.has(probe.port)) continue;
      // Bytes are handed on as they are: a probe speaks what its kind says.
      portByTarget.set(probe.port, { name: `probe-${String(probe.port)}`, protocol: 'tcp', targetPort: probe.port });
    }
  }
  return { ports: [...portByTarget.values()].sort((left, right) => left.targetPort - right.targetPort), diagnostics };
}
