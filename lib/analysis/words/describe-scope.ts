import type { PolicyScope } from '../../ir/visit.js';
import { describeRoute } from './describe-route.js';

/**
 * Names a place where policies stand, for a message: `the call from "productpage" to "reviews"`.
 */
export function describeScope(scope: PolicyScope): string {
  switch (scope.kind) {
    case 'mesh':
      return `mesh "${scope.mesh.name}"`;
    case 'service':
      return `service "${scope.service.name}"`;
    case 'version':
      return `version "${scope.version.name}" of service "${scope.service.name}"`;
    case 'call':
      return `the call from "${scope.caller.name}" to "${scope.call.callee.name}"`;
    case 'external-service':
      return `external service "${scope.service.name}"`;
    case 'gateway':
      return `gateway "${scope.gateway.name}"`;
    case 'route':
      return describeRoute(scope.site);
  }
}
