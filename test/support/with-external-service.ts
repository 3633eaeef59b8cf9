import type { ExternalService } from '../../lib/ir/external-service.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';

/** The same mesh with other words on where an external service is: tests have no way to the real ones. */
export function withExternalService(ir: MeshIr, name: string, change: Partial<ExternalService>): MeshIr {
  if (!ir.externalServices.some((service) => service.name === name)) throw new Error(`no external service ${name}`);
  return {
    ...ir,
    externalServices: ir.externalServices.map((service) =>
      service.name === name ? { ...service, ...change } : service,
    ),
  };
}
