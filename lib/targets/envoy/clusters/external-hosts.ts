import type { ExternalService } from '../../../ir/external-service.js';
import { InternalError } from '../../../util/internal-error.js';

/** A host of an external service and the cluster that serves it. */
export interface ExternalHost {
  readonly host: string;
  readonly clusterName: string;
}

/**
 * The clusters of an external service, first host first. The first has the destination's name; further ones exist only
 * where hosts are resolved by DNS, and have the host behind it.
 */
export function externalHosts(service: ExternalService, destination: string): readonly ExternalHost[] {
  const [first, ...others] = service.hosts;
  if (first === undefined) throw new InternalError(`external service "${service.name}" has no host`);
  const more = service.endpoints.length === 0 ? others : [];
  return [
    { host: first, clusterName: destination },
    ...more.map((host) => ({ host, clusterName: `${destination}/${host}` })),
  ];
}
