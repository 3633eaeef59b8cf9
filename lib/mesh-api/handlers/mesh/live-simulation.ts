import { simulateMesh } from '../../../behaviour/simulate-mesh.js';
import type { SimulatedMesh } from '../../../behaviour/simulated-mesh.js';
import type { LiveMesh } from '../../../control-plane/live-mesh.js';
import type { EffectiveMesh } from '../../../ir/effective-mesh.js';
import type { InstanceRecord } from '../../../registry/model/instance-record.js';
import type { RegistryContent } from '../../../registry/model/registry-content.js';
import type { Workload } from '../../../simulate/network/simulated-network.js';
import { toRational } from '../../../simulate/rational/to-rational.js';
import { emitEnvoy } from '../../../targets/envoy/emit-envoy.js';
import { configDirectory } from '../../../targets/kubernetes/kubernetes-options.js';
import { headlessServiceName, serviceHost, versionServiceName } from '../../../util/kubernetes-names.js';
import { memoiseByObject } from '../../../util/memoise-by-object.js';
import { sortBy } from '../../../util/sort-by.js';

const declared = memoiseByObject((mesh: EffectiveMesh) =>
  simulateMesh(mesh, emitEnvoy(mesh, { kind: 'kubernetes', configDirectory }).proxies),
);

/** The mesh that is served, with the endpoints that the registry has now; undefined while there is no mesh. */
export function liveSimulation({ mesh, registry }: LiveMesh): SimulatedMesh | undefined {
  const effective = mesh();
  if (effective === undefined) return undefined;
  const simulated = declared(effective);
  const workloads = liveWorkloads(effective, registry.content());
  const { network } = simulated;
  return {
    ...simulated,
    network: { ...network, find: (endpoint) => workloads.get(endpoint.host) ?? network.find(endpoint) },
  };
}

/** Who answers at the names that clusters point to: the instances that take requests, by weight. */
function liveWorkloads({ ir }: EffectiveMesh, content: RegistryContent): ReadonlyMap<string, readonly Workload[]> {
  const byHost = new Map<string, readonly Workload[]>();
  for (const { name, versions } of ir.services) {
    const healthy = [...(content.instances.get(name)?.values() ?? [])].filter(({ status }) => status === 'healthy');
    byHost.set(serviceHost(headlessServiceName(name), ir), workloadsOf(name, healthy));
    for (const version of versions) {
      const ofVersion = healthy.filter((instance) => instance.version === version.name);
      byHost.set(serviceHost(versionServiceName(name, version.name), ir), workloadsOf(name, ofVersion));
    }
  }
  return byHost;
}

function workloadsOf(service: string, instances: readonly InstanceRecord[]): readonly Workload[] {
  const weights = new Map<string, number>();
  for (const { version, weight } of instances) {
    const name = version === undefined ? service : `${service}@${version}`;
    weights.set(name, (weights.get(name) ?? 0) + weight);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return sortBy(weights, ([name]) => name).map(([name, weight]) => ({
    name,
    share: toRational(weight, total),
    proxy: { name: service, redirectedTo: 'inbound' },
  }));
}
