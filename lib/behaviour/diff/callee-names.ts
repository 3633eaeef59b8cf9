import type { MeshIr } from '../../ir/mesh-ir.js';
import { serviceHost } from '../../util/kubernetes-names.js';

/** Names of services by every host that callers in the mesh mean them by; the quick form of `findCallee`. */
export function calleeNames(ir: MeshIr): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, hosts } of ir.externalServices) for (const host of hosts) names.set(host, name);
  for (const { name, clusterIp } of ir.services) {
    const short = `${name}.${ir.namespace}`;
    for (const host of [name, short, `${short}.svc`, serviceHost(name, ir), clusterIp])
      if (host !== undefined) names.set(host, name);
  }
  return names;
}
