import type { Origin } from '../diagnostics/origin.js';
import type { DestinationPolicies } from './policies/policies.js';
import type { HttpRoute } from './route.js';
import type { Resources } from './version.js';

/** A door into the mesh from outside: an Envoy of its own. */
export interface Gateway {
  /** Unique in the mesh; a DNS label. */
  readonly name: string;
  readonly origin: Origin;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** At least one; sorted by name. */
  readonly ports: readonly GatewayPort[];
  /** Hosts that are served: DNS names, `*.` wildcards, or `*`. At least one; sorted. */
  readonly hosts: readonly string[];
  /** In the order declared: the first that matches decides; what none takes gets 404. */
  readonly routes: readonly HttpRoute[];
  readonly replicas: number;
  readonly resources: Resources;
  /** Kubernetes Service type. */
  readonly exposure: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Number of trusted proxies in front: how many addresses at the end of `x-forwarded-for` are believed. */
  readonly trustedHops: number;
  readonly policies: DestinationPolicies;
}

/** A port that a gateway listens on. */
export interface GatewayPort {
  readonly name: string;
  /** 1 to 65535. */
  readonly number: number;
}
