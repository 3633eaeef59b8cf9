import type { AuthorityOptions } from './path/normalize-authority.js';
import type { PathOptions } from './path/normalize-path.js';
import type { FaultRule } from './route/fault-rule.js';
import type { RouteTable } from './route/route-table.js';

/** A filter of the chain, in order. */
export interface SimulatedFilter {
  readonly name: string;
  readonly kind: 'router' | 'fault' | 'unknown';
  /** Off unless a route says otherwise. */
  readonly isDisabled: boolean;
  readonly fault: FaultRule | undefined;
}

/** A listener that speaks HTTP, read once and asked many times. */
export interface HttpManager {
  readonly name: string;
  readonly path: PathOptions;
  readonly authority: AuthorityOptions;
  readonly underscores: 'allow' | 'reject' | 'drop';
  /** Whether the scheme is what the connection says, whatever `x-forwarded-proto` a client sends. */
  readonly trustsOnlyConnection: boolean;
  /** What the scheme of requests becomes on their way on; `upstream`: what is spoken to the cluster. Envoy: `SchemeHeaderTransformation`. */
  readonly sentScheme: 'http' | 'https' | 'upstream' | undefined;
  readonly filters: readonly SimulatedFilter[];
  /** Whether the router adds `x-envoy-*` headers to what it sends on. */
  readonly addsEnvoyHeaders: boolean;
  readonly streamIdleTimeoutMs: number | 'none';
  readonly routes: RouteTable;
  /** Names of all clusters. */
  readonly clusters: ReadonlySet<string>;
  readonly unknown: readonly string[];
}
