import type { MeshIr } from '../../../ir/mesh-ir.js';
import type { Service } from '../../../ir/service.js';
import { serviceHost } from '../../../util/kubernetes-names.js';

/** The names by which callers in the mesh's namespace and cluster know a service; ports are left out of the match. */
export function serviceDomains({ name, clusterIp }: Service, ir: MeshIr): readonly string[] {
  return [
    name,
    `${name}.${ir.namespace}`,
    `${name}.${ir.namespace}.svc`,
    serviceHost(name, ir),
    ...(clusterIp === undefined ? [] : [clusterIp]),
  ];
}
