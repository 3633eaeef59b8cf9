import type { MeshIr } from './mesh-ir.js';

/** The identity of what runs as a service account of a mesh, as Kubernetes' tools write it. Source: SPIFFE-ID. */
export function spiffeId(
  { trustDomain, namespace }: Pick<MeshIr, 'trustDomain' | 'namespace'>,
  account: string,
): string {
  return `spiffe://${trustDomain}/ns/${namespace}/sa/${account}`;
}
