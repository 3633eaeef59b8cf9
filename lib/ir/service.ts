import type { Origin } from '../diagnostics/origin.js';
import type { CallLoad } from './call-load.js';
import type { DestinationPolicies } from './policies/policies.js';
import type { Port } from './port.js';
import type { Route } from './route.js';
import type { Version } from './version.js';

/** A service of the mesh: what it offers, who it calls, and the rules for those who call it. */
export interface Service {
  /** Unique in the mesh; a DNS label. */
  readonly name: string;
  readonly origin: Origin;
  /** Sorted by name. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kubernetes service account that its workloads run as; the identity is derived from it. */
  readonly serviceAccount: string;
  /** Fixed cluster IP; absent: Kubernetes chooses. */
  readonly clusterIp?: string;
  /** At least one; sorted by name. */
  readonly ports: readonly Port[];
  /** At least one; sorted by name. */
  readonly versions: readonly Version[];
  /** In the order declared: the first that matches decides. */
  readonly routes: readonly Route[];
  /** Sorted by callee. */
  readonly calls: readonly Call[];
  /** What holds for every caller. */
  readonly policies: DestinationPolicies;
}

/** A declared call: the edge from a service to one that it needs. */
export interface Call {
  readonly callee: { readonly kind: 'service' | 'external-service'; readonly name: string };
  readonly origin: Origin;
  /** What the caller decides. */
  readonly policies: DestinationPolicies;
  /** Absent: one call a request, and a network that takes no time. */
  readonly load?: CallLoad;
}
