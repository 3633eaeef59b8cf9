import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Origin } from '../diagnostics/origin.js';
import type { ResourceSet } from './resource-set.js';

/** Everything one Envoy runs on. */
export interface ProxyConfig {
  /** Name of the service or gateway that the proxy belongs to. */
  readonly name: string;
  readonly kind: 'service' | 'gateway';
  readonly bootstrap: Bootstrap;
  readonly resources: ResourceSet;
  readonly origins: OriginTable;
}

/**
 * Where the parts of a proxy's configuration come from. Kept beside the resources and not in them, so that moving a
 * line of the program changes no byte that a proxy reads. Keys: `cluster/<name>`, `route/<route name>`,
 * `listener/<name>`; for a policy field `route/<route name>#timeout.requestMs`. Sorted by key when written.
 */
export type OriginTable = Readonly<Record<string, Origin>>;
