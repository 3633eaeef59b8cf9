import type { Origin } from '../../diagnostics/origin.js';

/**
 * How the client proxy picks an endpoint. Stands at mesh, service, version and call edge scope. A narrower policy of
 * the same kind adds to a wider one; another kind takes its place.
 * Envoy: `Cluster.lb_policy`, `RouteAction.hash_policy`.
 */
export type LoadBalancingPolicy = { readonly origin: Origin } & LoadBalancingAlgorithm;

/** The algorithms and their settings. */
export type LoadBalancingAlgorithm =
  | { readonly kind: 'round-robin' }
  | {
      readonly kind: 'least-request';
      /** Endpoints drawn for each choice, 2 to 100. */
      readonly choiceCount?: number;
    }
  | { readonly kind: 'random' }
  | {
      readonly kind: 'ring-hash';
      readonly hashOn: readonly HashKey[];
      /** 1 to 8,388,608. */
      readonly minimumRingSize?: number;
      readonly maximumRingSize?: number;
    }
  | {
      readonly kind: 'maglev';
      readonly hashOn: readonly HashKey[];
      /** A prime up to 5,000,011. */
      readonly tableSize?: number;
    };

/** What requests that belong together have in common. The first key that a request carries decides. */
export type HashKey =
  | { readonly kind: 'header'; readonly name: string }
  | {
      readonly kind: 'cookie';
      readonly name: string;
      /** With a lifetime the proxy sets the cookie where it is missing; 0 makes it a session cookie. */
      readonly ttlMs?: number;
      readonly path?: string;
    }
  | { readonly kind: 'query'; readonly name: string }
  | { readonly kind: 'source-ip' };
