import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type {
  HttpConnectionManager_Fields,
  HttpFilter,
} from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import type { HeaderLine } from '../../../lib/simulate/headers/header-line.js';

/** A request as bytes on a connection to a listener. `{port}` in the authority is the listener's port. */
export interface WireRequest {
  readonly method: string;
  readonly authority: string;
  readonly path: string;
  readonly headers: readonly HeaderLine[];
}

/** A listener and what it is asked. */
export interface DifferentialCase {
  /** Over TLS with `https`, which Envoy ends. Plain text where it is left out. */
  readonly scheme?: 'http' | 'https';
  readonly options: Partial<HttpConnectionManager_Fields>;
  readonly fault: HttpFilter;
  readonly table: RouteConfiguration;
  readonly requests: readonly WireRequest[];
}

/** Clusters that exist; routes name others too. */
export const clusterNames = ['c0', 'c1', 'c2'] as const;
