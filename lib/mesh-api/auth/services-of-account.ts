import type { MeshIr } from '../../ir/mesh-ir.js';

const pattern = /^spiffe:\/\/(?<trustDomain>[^/]+)\/ns\/(?<namespace>[^/]+)\/sa\/(?<account>[^/]+)$/;

/** Services of a mesh that run as a SPIFFE id; none without a mesh, as nothing then says what an account may be. */
export function servicesOfAccount(spiffeId: string, ir: MeshIr | undefined): readonly string[] {
  const { trustDomain, namespace, account } = pattern.exec(spiffeId)?.groups ?? {};
  if (ir === undefined || trustDomain !== ir.trustDomain || namespace !== ir.namespace) return [];
  return ir.services.filter((service) => service.serviceAccount === account).map(({ name }) => name);
}
