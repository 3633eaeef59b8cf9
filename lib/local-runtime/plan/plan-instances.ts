import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { RunningInstance } from '../start-instance.js';
import { checkPort } from './check-port.js';
import { planPorts, type PlannedPorts } from './plan-ports.js';
import type { WantedInstance } from './wanted-instance.js';
import { wantedInstances } from './wanted-instances.js';

/** One instance of the mesh to be: a running one, or one to start. */
export interface InstancePlan extends PlannedPorts {
  readonly wanted: WantedInstance;
  /** Names its Envoy to the server. */
  readonly nodeId: string;
  /** The running instance that stands for it; absent: it has to be started. */
  readonly kept?: RunningInstance;
}

/** What instances are planned from. */
export interface InstancePlanInput {
  readonly mesh: EffectiveMesh;
  /** By name. */
  readonly running: ReadonlyMap<string, RunningInstance>;
  /** Tells a new instance from the one of the same name that it replaces. */
  readonly generation: number;
  readonly gatewayPort: number | undefined;
  /** Whether an instance is not to run though the mesh has it. */
  readonly isStopped: (instance: string) => boolean;
}

/**
 * Says which instances a mesh needs, which of them run already, and on which ports. Reports `workload-without-command`
 * and `port-in-use`.
 */
export async function planInstances(input: InstancePlanInput): Promise<{
  readonly plans: readonly InstancePlan[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const { mesh, running, generation, gatewayPort, isStopped } = input;
  const { wanted: all, diagnostics } = wantedInstances(mesh);
  const wanted = all.filter(({ name }) => !isStopped(name));
  if (diagnostics.length > 0) return { plans: [], diagnostics };
  const firstGateway = wanted.find(({ proxy }) => proxy.kind === 'gateway');
  const problems: Diagnostic[] = [];
  const plans: InstancePlan[] = [];
  for (const instance of wanted) {
    const same = running.get(instance.name);
    const kept = same?.wanted.fingerprint === instance.fingerprint ? same : undefined;
    const fixed = instance === firstGateway ? fixedPorts(instance, gatewayPort) : {};
    if (kept === undefined) problems.push(...(await checkPorts(instance, Object.values(fixed))));
    const planned = await planPorts(instance, { running: kept?.ports, fixed });
    const kind = instance.proxy.kind === 'gateway' ? 'gateway' : 'sidecar';
    const nodeId = kept?.nodeId ?? `${kind}~${instance.name}~up-${String(generation)}`;
    plans.push({ wanted: instance, nodeId, ...planned, ...(kept === undefined ? {} : { kept }) });
  }
  return { plans, diagnostics: problems };
}

async function checkPorts({ proxy }: WantedInstance, ports: readonly number[]): Promise<readonly Diagnostic[]> {
  if (proxy.kind === 'service') return [];
  return (await Promise.all(ports.map((port) => checkPort(port, proxy.gateway)))).flat();
}

function fixedPorts({ inbound }: WantedInstance, port: number | undefined): Readonly<Record<string, number>> {
  const [first] = inbound;
  return port === undefined || first === undefined ? {} : { [inbound.includes('http') ? 'http' : first]: port };
}
