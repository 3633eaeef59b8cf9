import type { Destination } from '../../ir/route.js';

/**
 * Names a destination, for a message: `version "v2" of service "reviews"`.
 */
export function describeDestination(destination: Destination): string {
  switch (destination.kind) {
    case 'version':
      return `version "${destination.version}" of service "${destination.service}"`;
    case 'service':
      return `service "${destination.service}"`;
    case 'external-service':
      return `external service "${destination.service}"`;
  }
}
