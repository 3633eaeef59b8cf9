import { calleeEnv } from '../../ir/callee-env.js';
import type { ServiceProxy } from '../../ir/effective-mesh.js';
import { portEnv } from '../../ir/port-env.js';
import { portUrl } from '../../ir/port-url.js';
import type { LocalInstance } from '../../targets/envoy/environment.js';
import { InternalError } from '../../util/internal-error.js';
import type { WantedWorkload } from './wanted-instance.js';

/** The environment of a workload, and what of the program's own could not be put into it. */
export interface WorkloadEnv {
  readonly env: Readonly<Record<string, string>>;
  /** Variables whose values are known in Kubernetes only; sorted as declared. */
  readonly leftOut: readonly string[];
}

/**
 * Makes the variables of a workload on this machine: where to listen and where to call, as in Kubernetes, then the
 * version's own, then those for this machine. Later ones win.
 */
export function workloadEnv(workload: WantedWorkload, proxy: ServiceProxy, ports: LocalInstance): WorkloadEnv {
  const { service, version, local } = workload;
  const literals: Record<string, string> = {};
  const leftOut: string[] = [];
  for (const [name, value] of Object.entries(version.env)) {
    if (value.kind === 'literal') literals[name] = value.value;
    else if (local.env[name] === undefined) leftOut.push(name);
  }
  const env = {
    ...calleeEnv(proxy, (callee, port) =>
      portUrl(port.protocol, '127.0.0.1', known(ports.outboundPorts, `${callee.service.name}/${port.name}`)),
    ),
    ...portEnv(service.ports, (port) => known(ports.workloadPorts, port.name)),
    ...literals,
    ...local.env,
  };
  return { env, leftOut };
}

function known(ports: Readonly<Record<string, number>>, name: string): number {
  const port = ports[name];
  if (port === undefined) throw new InternalError(`no port was planned for "${name}"`);
  return port;
}
