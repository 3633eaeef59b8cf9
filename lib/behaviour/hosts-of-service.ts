import type { MeshIr } from '../ir/mesh-ir.js';
import type { Service } from '../ir/service.js';
import { serviceHost } from '../util/kubernetes-names.js';

/** Every host, in lower case, by which callers in the mesh's namespace mean a service; its address too, where it has one. */
export function hostsOfService({ name, clusterIp }: Service, ir: MeshIr): readonly string[] {
  const short = `${name}.${ir.namespace}`;
  return [name, short, `${short}.svc`, serviceHost(name, ir), ...(clusterIp === undefined ? [] : [clusterIp])];
}
