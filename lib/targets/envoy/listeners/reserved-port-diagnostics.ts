import { createDiagnostic } from '../../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { Origin } from '../../../diagnostics/origin.js';
import { proxyPorts } from '../../../envoy-resources/proxy-ports.js';

// 15020 is kept free: it is where other meshes merge the metrics of workload and proxy.
const reserved: ReadonlySet<number> = new Set([...Object.values(proxyPorts), 15_020]);

/** A port number, and whose it is. */
export interface PortUse {
  /** In the user's words, for example `service "reviews"`. */
  readonly owner: string;
  readonly origin: Origin;
  readonly number: number;
}

/** Reports `reserved-port` for each use of a port that a pod's proxy needs itself. */
export function reservedPortDiagnostics(uses: readonly PortUse[]): readonly Diagnostic[] {
  return uses
    .filter(({ number }) => reserved.has(number))
    .map(({ owner, origin, number }) =>
      createDiagnostic('reserved-port', {
        message: `${owner} uses port ${String(number)}, which the proxy in its pod or in its callers' pods needs`,
        origin,
        hint: `choose a port other than ${[...reserved].sort((a, b) => a - b).join(', ')}`,
      }),
    );
}
