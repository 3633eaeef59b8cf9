import type { Port } from '../ir/port.js';
import type { PolicyScope } from '../ir/visit.js';
import type { MeshIndex } from './mesh-index.js';

/**
 * The ports that the policies of a scope are about; none where routes decide that, or the callee is unknown.
 */
export function portsOfScope(scope: PolicyScope, index: MeshIndex): readonly Port[] {
  switch (scope.kind) {
    case 'service':
    case 'version':
    case 'external-service':
      return scope.service.ports;
    case 'call': {
      const { kind, name } = scope.call.callee;
      const callees = kind === 'service' ? index.services : index.externalServices;
      return callees.get(name)?.ports ?? [];
    }
    case 'mesh':
    case 'gateway':
    case 'route':
      return [];
  }
}
