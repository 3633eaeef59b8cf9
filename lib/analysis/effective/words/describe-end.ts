import type { EffectiveDestination } from '../../../ir/effective-mesh.js';
import { describeDestination } from '../../words/describe-destination.js';

/**
 * Names a destination of a proxy, for a message: `version "v2" of service "reviews"`.
 */
export function describeEnd({ backend }: EffectiveDestination): string {
  return backend.kind === 'version'
    ? describeDestination({ kind: 'version', service: backend.service.name, version: backend.version })
    : describeDestination({ kind: backend.kind, service: backend.service.name });
}
