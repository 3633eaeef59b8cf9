import type { EffectiveDestination } from '../../ir/effective-mesh.js';

/**
 * How many endpoints a destination has: the replicas of its versions, or the fixed addresses of an external service.
 * Undefined where DNS decides.
 */
export function endpointCount({ backend }: EffectiveDestination): number | undefined {
  switch (backend.kind) {
    case 'version':
      return backend.service.versions.find(({ name }) => name === backend.version)?.replicas;
    case 'service':
      return backend.service.versions.reduce((sum, { replicas }) => sum + replicas, 0);
    case 'external-service':
      return backend.service.endpoints.length === 0 ? undefined : backend.service.endpoints.length;
  }
}
