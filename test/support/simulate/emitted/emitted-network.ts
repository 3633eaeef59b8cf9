import type { MeshIr } from '../../../../lib/ir/mesh-ir.js';
import type { SimulatedNetwork, Workload } from '../../../../lib/simulate/network/simulated-network.js';
import { readProxy } from '../../../../lib/simulate/proxy/read-proxy.js';
import type { LocalEnvironment } from '../../../../lib/targets/envoy/environment.js';
import { compiled } from '../../compiled.js';
import { emitLocal } from '../../emit-local.js';

/** A mesh on this machine as the simulator sees it: proxies that run, and what stands behind every port. */
export function emittedNetwork(
  ir: MeshIr,
  environment: LocalEnvironment,
  running: readonly string[],
): SimulatedNetwork {
  const { proxies } = emitLocal(compiled(ir), environment);
  const read = new Map(
    proxies
      .filter(({ name }) => running.includes(name))
      .map(({ name, bootstrap, resources }) => [name, readProxy({ name, bootstrap, ...resources })]),
  );
  const workloads = new Map<number, readonly Workload[]>();
  const share = { numerator: 1, denominator: 1 };
  for (const [name, { inboundPorts, workloadPorts }] of Object.entries(environment.instances)) {
    const program: Workload = { name, share, proxy: undefined };
    const hasProxy = running.includes(name);
    for (const port of Object.values(workloadPorts)) workloads.set(port, [program]);
    for (const port of Object.values(inboundPorts))
      workloads.set(port, [hasProxy ? { ...program, proxy: { name, redirectedTo: undefined } } : program]);
  }
  return { proxy: (name) => read.get(name), find: ({ port }) => workloads.get(port) };
}
