import type { ExternalService } from '../ir/external-service.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Service } from '../ir/service.js';
import { hostsOfService } from './hosts-of-service.js';

/** A service that a host name stands for. */
export type NamedCallee =
  | { readonly kind: 'service'; readonly service: Service }
  | { readonly kind: 'external-service'; readonly service: ExternalService };

/** The service that callers in the mesh's namespace mean by a host name; undefined for a stranger. */
export function findCallee(ir: MeshIr, host: string): NamedCallee | undefined {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  const service = ir.services.find((each) => hostsOfService(each, ir).includes(wanted));
  if (service !== undefined) return { kind: 'service', service };
  const external = ir.externalServices.find(({ hosts }) => hosts.includes(wanted));
  return external === undefined ? undefined : { kind: 'external-service', service: external };
}
