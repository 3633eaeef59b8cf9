import type { ExternalService } from '../ir/external-service.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Service } from '../ir/service.js';
import { serviceHost } from '../util/kubernetes-names.js';

/** A service that a host name stands for. */
export type NamedCallee =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'external-service'; readonly service: ExternalService };

/** The service that callers in the mesh's namespace mean by a host name; undefined for a stranger. */
export function findCallee(ir: MeshIr, host: string): NamedCallee | undefined {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  const service = ir.services.find(({ name, clusterIp }) => {
    const names = [name, `${name}.${ir.namespace}`, `${name}.${ir.namespace}.svc`, serviceHost(name, ir), clusterIp];
    return names.includes(wanted);
  });
  if (service !== undefined) return { kind: 'service', service };
  const external = ir.externalServices.find(({ hosts }) => hosts.includes(wanted));
  return external === undefined ? undefined : { kind: 'external-service', service: external };
}
