import { pack } from 'envoy-config-types';
import type { Filter } from 'envoy-config-types/envoy/config/listener/v3';
import type {
  HttpConnectionManager_Fields,
  Rds,
} from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import { accessLog } from '../access-log.js';
import { httpFilters } from '../filters/http-filters.js';
import { edgeOptions } from './edge-options.js';
import { sidecarOptions } from './sidecar-options.js';

/** What a connection manager is made of. */
export interface ConnectionManagerInput {
  /** Starts the names of its stats; the listener's name. */
  readonly statPrefix: string;
  readonly side:
    | { readonly kind: 'inbound' }
    | { readonly kind: 'outbound' }
    | {
        readonly kind: 'gateway';
        readonly trustedHops: number;
        /** Longest time that a client may take to send a request, in ms; `none` for streams without end. */
        readonly requestMs: number | 'none';
      };
  /** Routes that are watched, or routes that never change. */
  readonly routes: { readonly rds: Rds } | { readonly route_config: RouteConfiguration };
}

/** The network filter that speaks HTTP. Envoy: `HttpConnectionManager`. */
export function connectionManager({ statPrefix, side, routes }: ConnectionManagerInput): Filter {
  const fields: HttpConnectionManager_Fields = {
    stat_prefix: statPrefix,
    codec_type: 'AUTO',
    access_log: accessLog('http', side.kind),
    generate_request_id: true,
    // Off unless said: without this, requests from private addresses could command retries and timeouts by
    // `x-envoy-*` headers, against what the mesh declares.
    internal_address_config: { unix_sockets: false, cidr_ranges: [noAddress] },
    normalize_path: true,
    strip_trailing_host_dot: true,
    upgrade_configs: [{ upgrade_type: 'websocket' }],
    // Faults stand on routes, and only callers and gateways have routes; what a caller got is counted where it calls.
    http_filters: httpFilters(side.kind === 'inbound' ? [] : ['fault', 'grpc-stats']),
    ...(side.kind === 'gateway' ? edgeOptions(side) : sidecarOptions(side.kind)),
  };
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: pack(
      'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
      'rds' in routes ? { ...fields, rds: routes.rds } : { ...fields, route_config: routes.route_config },
    ),
  };
}

/** Envoy takes an empty list of internal ranges for its own list; this range holds no peer. */
const noAddress = { address_prefix: '255.255.255.255', prefix_len: 32 };
