import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { HttpRoute } from '../../lib/ir/route.js';
import type { Call, Service } from '../../lib/ir/service.js';
import { meshIr } from './mesh-ir.js';

/** What a mesh of two services may have beside its routes. */
export interface CallMeshParts {
  readonly client?: Partial<Service>;
  readonly reviews?: Partial<Service>;
  readonly call?: Partial<Call>;
  readonly mesh?: Partial<MeshIr>;
}

/**
 * A mesh in which `client` calls `reviews` (versions v1, v2, v3) by the given routes; what they do not take goes to v1.
 */
export function callMesh(routes: readonly HttpRoute[], parts: CallMeshParts = {}): MeshIr {
  const fallback = meshIr.httpRoute('fallback', { kind: 'version', service: 'reviews', version: 'v1' });
  const reviews = meshIr.service('reviews', {
    ports: [meshIr.port('http', 9080)],
    versions: [meshIr.version('v1'), meshIr.version('v2'), meshIr.version('v3')],
    routes: [...routes, fallback],
    ...parts.reviews,
  });
  const client = meshIr.service('client', { calls: [meshIr.call('reviews', parts.call)], ...parts.client });
  return meshIr.mesh({ services: [client, reviews], ...parts.mesh });
}
