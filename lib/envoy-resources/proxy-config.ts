import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Origin } from '../diagnostics/origin.js';
import type { ResourceSet } from './resource-set.js';

/** Everything one Envoy runs on. */
export interface ProxyConfig {
  /** The service or gateway that the proxy belongs to; on one machine the instance, `<service>/<version>` for services. */
  readonly name: string;
  readonly kind: 'service' | 'gateway';
  readonly bootstrap: Bootstrap;
  readonly resources: ResourceSet;
  readonly origins: OriginTable;
}

/**
 * Where the parts of a proxy's configuration come from. Kept beside the resources and not in them, so that moving a
 * line of the program changes no byte that a proxy reads. Keys: `cluster/<name>`, `route/<route name>`,
 * `listener/<name>`; for a policy field `route/<route name>#timeout.requestMs` or `cluster/<name>#loadBalancing`. An Envoy
 * route `<route name>#2` stems from the same route as `<route name>`. Sorted by key when written.
 */
export type OriginTable = Readonly<Record<string, Origin>>;
