import type { Duration } from 'cdk8s';
import type { Origin } from '../../lib/diagnostics/origin.js';
import type {
  HashKey as HashKeyIr,
  LoadBalancingAlgorithm,
  LoadBalancingPolicy,
} from '../../lib/ir/policies/load-balancing.js';
import { lowerDuration } from '../internal/lower-duration.js';

/** How a caller's proxy picks an endpoint; made by the functions of the same name. */
export type LoadBalancing = LoadBalancingAlgorithm;

/** What requests that belong together have in common; made by the functions of the same name. */
export type HashKey = HashKeyIr;

/** What a request's endpoint is chosen by, where a destination balances by hash. The first key that a request carries decides. */
export const HashKey = Object.freeze({
  /** The value of a header. */
  header: (name: string): HashKey => ({ kind: 'header', name: name.toLowerCase() }),
  /**
   * The value of a cookie. With `ttl` the proxy sets the cookie where it is missing; a `ttl` of 0 makes it a session cookie.
   */
  cookie: (name: string, options: { readonly ttl?: Duration; readonly path?: string } = {}): HashKey => ({
    kind: 'cookie',
    name,
    ...(options.ttl === undefined ? {} : { ttlMs: lowerDuration(options.ttl) }),
    ...(options.path === undefined ? {} : { path: options.path }),
  }),
  /** The value of a query parameter. */
  query: (name: string): HashKey => ({ kind: 'query', name }),
  /** The caller's address. */
  sourceIp: (): HashKey => ({ kind: 'source-ip' }),
});

/** How a caller's proxy picks an endpoint. Envoy: `Cluster.lb_policy`. */
export const LoadBalancing = Object.freeze({
  /** Each endpoint in turn. */
  roundRobin: (): LoadBalancing => ({ kind: 'round-robin' }),
  /** The one with the fewest requests under way out of a few drawn by chance (2 unless said otherwise). */
  leastRequest: (options: { readonly choiceCount?: number } = {}): LoadBalancing => ({
    kind: 'least-request',
    ...options,
  }),
  /** One by chance. */
  random: (): LoadBalancing => ({ kind: 'random' }),
  /** The same endpoint for the same key, by a ring: few keys move when endpoints come and go. */
  ringHash: (options: {
    readonly hashOn: readonly [HashKey, ...HashKey[]];
    /** Points on the ring, 1 to 8,388,608. @default 1024, or the maximum where that is less */
    readonly minimumRingSize?: number;
    /** Points on the ring, 1 to 8,388,608. @default 8388608 */
    readonly maximumRingSize?: number;
  }): LoadBalancing => ({ kind: 'ring-hash', ...options }),
  /** The same endpoint for the same key, by Maglev: faster and more even than a ring, with a few more keys moving. */
  maglev: (options: {
    readonly hashOn: readonly [HashKey, ...HashKey[]];
    /** A prime up to 5,000,011. @default 65537 */
    readonly tableSize?: number;
  }): LoadBalancing => ({ kind: 'maglev', ...options }),
});

/** Props of everything that can hold a load-balancing policy. */
export interface WithLoadBalancing {
  /**
   * How callers' proxies pick an endpoint.
   *
   * @default - the next wider scope's; without any `LoadBalancing.leastRequest()`
   */
  readonly loadBalancing?: LoadBalancing;
}

/** Lowers load balancing; nothing when none is given. */
export function lowerLoadBalancing(
  { loadBalancing }: WithLoadBalancing,
  origin: Origin,
): { loadBalancing?: LoadBalancingPolicy } {
  return loadBalancing === undefined ? {} : { loadBalancing: { ...loadBalancing, origin } };
}
