import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { HTTPFault } from 'envoy-config-types/envoy/extensions/filters/http/fault/v3';
import type { Router } from 'envoy-config-types/envoy/extensions/filters/http/router/v3';
import type {
  HttpConnectionManager,
  HttpFilter,
} from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import { durationMs } from './read/duration-ms.js';
import { knownConnectionManagerFields } from './read/known-connection-manager-fields.js';
import { noteUnknownFields } from './read/note-unknown-fields.js';
import { readFault } from './read/read-fault.js';
import { readRouteTable } from './read/read-route-table.js';
import type { SimulatedFilter, HttpManager } from './http-manager.js';

/** A connection manager and what it is read with. */
export interface HttpManagerInput {
  /** Name of the listener, for people. */
  readonly name: string;
  readonly manager: HttpConnectionManager;
  /** Where its route configuration is looked up by name, unless it stands in the manager itself. */
  readonly routes: readonly RouteConfiguration[];
  /** Names of all clusters of the proxy. */
  readonly clusters: ReadonlySet<string>;
}

const typePrefix = 'type.googleapis.com/envoy.extensions.filters.';
const escapedSlashes = {
  IMPLEMENTATION_SPECIFIC_DEFAULT: 'keep',
  KEEP_UNCHANGED: 'keep',
  REJECT_REQUEST: 'reject',
  UNESCAPE_AND_REDIRECT: 'redirect',
  UNESCAPE_AND_FORWARD: 'forward',
} as const;
const underscores = { ALLOW: 'allow', REJECT_REQUEST: 'reject', DROP_HEADER: 'drop' } as const;
/** Envoy's `stream_idle_timeout` where a listener says none. */
const defaultIdleMs = 300_000;

/**
 * Reads a connection manager into the form that requests are decided on. Without its route configuration it answers as
 * Envoy does then, with 404, and says so in `unknown`.
 */
export function readHttpManager({ name, manager, routes, clusters }: HttpManagerInput): HttpManager {
  const unknown: string[] = [];
  const note = (field: string): void => void unknown.push(`listener "${name}": ${field}`);
  noteUnknownFields(manager, knownConnectionManagerFields, note);
  const routeName = manager.rds?.route_config_name ?? '';
  const configuration = manager.route_config ?? routes.find((each) => each.name === routeName);
  if (configuration === undefined) note(`route configuration "${routeName}", which is not there`);
  const router = (manager.http_filters ?? []).find((filter) => typeOf(filter) === `${typePrefix}http.router.v3.Router`);
  const { suppress_envoy_headers: suppressed } = (router?.typed_config ?? {}) as Router; // its type was just compared
  return {
    name,
    ...readCleaning(manager),
    underscores: underscores[manager.common_http_protocol_options?.headers_with_underscores_action ?? 'ALLOW'],
    trustsOnlyConnection: trustsOnlyConnection(manager),
    sentScheme: readSentScheme(manager),
    filters: (manager.http_filters ?? []).filter(mayAct).map(readFilter),
    addsEnvoyHeaders: suppressed !== true,
    streamIdleTimeoutMs: readIdleTimeout(manager),
    routes: readRouteTable(configuration ?? { name: routeName }),
    clusters,
    unknown,
  };
}

/** What is done to path and authority before anyone looks at them. */
function readCleaning(manager: HttpConnectionManager): Pick<HttpManager, 'path' | 'authority'> {
  const stripsAny = manager.strip_any_host_port === true;
  return {
    path: {
      escapedSlashes: escapedSlashes[manager.path_with_escaped_slashes_action ?? 'KEEP_UNCHANGED'],
      normalize: manager.normalize_path === true,
      mergeSlashes: manager.merge_slashes === true,
    },
    authority: {
      stripTrailingDot: manager.strip_trailing_host_dot === true,
      stripPort: stripsAny ? 'any' : manager.strip_matching_host_port === true ? 'matching' : 'keep',
    },
  };
}

function readSentScheme({ scheme_header_transformation: change }: HttpConnectionManager): HttpManager['sentScheme'] {
  if (change?.match_upstream === true) return 'upstream';
  const written = change?.scheme_to_overwrite;
  return written === 'http' || written === 'https' ? written : undefined;
}

function trustsOnlyConnection(manager: HttpConnectionManager): boolean {
  return manager.use_remote_address === true && (manager.xff_num_trusted_hops ?? 0) === 0;
}

function readIdleTimeout({ stream_idle_timeout: text }: HttpConnectionManager): number | 'none' {
  const idleMs = text === undefined ? defaultIdleMs : durationMs(text);
  return idleMs === 0 ? 'none' : idleMs;
}

/** Those that only count let everything pass as it is. */
function mayAct(filter: HttpFilter): boolean {
  return typeOf(filter) !== `${typePrefix}http.grpc_stats.v3.FilterConfig`;
}

function readFilter(filter: HttpFilter): SimulatedFilter {
  const type = typeOf(filter);
  const shared = { name: filter.name, isDisabled: filter.disabled === true };
  if (type === `${typePrefix}http.router.v3.Router`) return { ...shared, kind: 'router', fault: undefined };
  if (type !== `${typePrefix}http.fault.v3.HTTPFault`) return { ...shared, kind: 'unknown', fault: undefined };
  return { ...shared, kind: 'fault', fault: readFault(filter.typed_config as HTTPFault) }; // as its type says
}

function typeOf(filter: HttpFilter): string | undefined {
  return (filter.typed_config as { readonly '@type'?: string } | undefined)?.['@type'];
}
