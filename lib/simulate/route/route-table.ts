import type { DomainIndex } from './domain-index.js';
import type { RouteIndex } from './route-index.js';
import type { SimulatedRoute } from './simulated-route.js';

/** A virtual host: an ordered decision list of routes. */
export interface SimulatedVirtualHost {
  readonly name: string;
  /** In order; the first that takes a request wins. */
  readonly routes: readonly SimulatedRoute[];
  readonly index: RouteIndex;
  readonly unknown: readonly string[];
}

/** A route configuration in canonical, indexed form. */
export interface RouteTable {
  readonly name: string;
  readonly domains: DomainIndex;
  readonly ignorePort: boolean;
  /** Headers that are taken from requests of strangers, in lower case. */
  readonly internalOnlyHeaders: readonly string[];
  readonly unknown: readonly string[];
}
