import type { MeshIr } from '../../ir/mesh-ir.js';
import { hostsOfService } from '../hosts-of-service.js';

/** Names of services by every host that callers in the mesh mean them by; the quick form of `findCallee`. */
export function calleeNames(ir: MeshIr): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, hosts } of ir.externalServices) for (const host of hosts) names.set(host, name);
  for (const service of ir.services) for (const host of hostsOfService(service, ir)) names.set(host, service.name);
  return names;
}
