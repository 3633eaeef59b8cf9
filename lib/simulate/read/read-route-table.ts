import type {
  Route,
  RouteAction_RequestMirrorPolicy,
  RouteConfiguration,
  VirtualHost,
} from 'envoy-config-types/envoy/config/route/v3';
import type { HeaderMutations } from '../headers/header-mutations.js';
import { domainIndex } from '../route/domain-index.js';
import { routeIndex } from '../route/route-index.js';
import type { RouteTable, SimulatedVirtualHost } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import { noteUnknownFields } from './note-unknown-fields.js';
import { readFilterOverrides } from './read-filter-overrides.js';
import { readHeaderMutations } from './read-header-mutations.js';
import { readRouteAction } from './read-route-action.js';
import { readRouteCondition } from './read-route-condition.js';

const mutationFields = [
  'request_headers_to_add',
  'request_headers_to_remove',
  'response_headers_to_add',
  'response_headers_to_remove',
];
const knownOfTable = new Set([
  ...mutationFields,
  'name',
  'virtual_hosts',
  'internal_only_headers',
  'most_specific_header_mutations_wins',
  'validate_clusters',
  'max_direct_response_body_size_bytes',
  'ignore_port_in_host_matching',
  'request_mirror_policies',
  'typed_per_filter_config',
  'metadata',
]);
const knownOfHost = new Set([
  ...mutationFields,
  'name',
  'domains',
  'routes',
  'typed_per_filter_config',
  'retry_policy',
  'request_mirror_policies',
  'metadata',
  'virtual_clusters',
]);
const knownOfRoute = new Set([
  ...mutationFields,
  'name',
  'match',
  'route',
  'redirect',
  'direct_response',
  'filter_action',
  'non_forwarding_action',
  'typed_per_filter_config',
  'metadata',
  'decorator',
  'tracing',
  'stat_prefix',
]);

/** What the scopes around a route say, widest first. */
interface Scope {
  readonly request: readonly HeaderMutations[];
  readonly response: readonly HeaderMutations[];
  readonly filters: readonly Route['typed_per_filter_config'][];
  /** Of the narrowest scope that says any. */
  readonly mirrors: readonly RouteAction_RequestMirrorPolicy[];
  readonly unknown: readonly string[];
  readonly narrowestLast: boolean;
}

/** Reads a route configuration into its canonical, indexed form. Later changes of the configuration do not show in it. */
export function readRouteTable(configuration: RouteConfiguration): RouteTable {
  const root: Scope = {
    request: [],
    response: [],
    filters: [],
    mirrors: [],
    unknown: [],
    narrowestLast: configuration.most_specific_header_mutations_wins === true,
  };
  const label = `route configuration "${configuration.name ?? ''}"`;
  const scope = innerScope(root, { configuration, label, known: knownOfTable });
  const hosts = configuration.virtual_hosts ?? [];
  return {
    name: configuration.name ?? '',
    domains: domainIndex(
      hosts.map((host): [SimulatedVirtualHost, readonly string[]] => [readVirtualHost(host, scope), host.domains]),
    ),
    ignorePort: configuration.ignore_port_in_host_matching === true,
    internalOnlyHeaders: (configuration.internal_only_headers ?? []).map((name) => name.toLowerCase()),
    unknown: scope.unknown,
  };
}

function readVirtualHost(host: VirtualHost, outer: Scope): SimulatedVirtualHost {
  const scope = innerScope(outer, { configuration: host, label: `virtual host "${host.name}"`, known: knownOfHost });
  const routes = (host.routes ?? []).map((route, position) => readRoute(route, { host, scope, position }));
  return { name: host.name, routes, index: routeIndex(routes), unknown: scope.unknown };
}

function readRoute(
  route: Route,
  { host, scope: outer, position }: { host: VirtualHost; scope: Scope; position: number },
): SimulatedRoute {
  const label = `route ${position} "${route.name ?? ''}" of virtual host "${host.name}"`;
  const scope = innerScope(outer, { configuration: route, label, known: knownOfRoute });
  const unknown: string[] = [];
  const unknownConditions: string[] = [];
  const condition = readRouteCondition(route.match, (field) => void unknownConditions.push(`${label}: match.${field}`));
  const inherited = { retries: host.retry_policy, mirrors: scope.mirrors };
  const action = readRouteAction(route, inherited, (field) => void unknown.push(`${label}: ${field}`));
  return {
    name: route.name ?? '',
    virtualHost: host.name,
    position,
    condition,
    action,
    // Envoy goes from the narrowest scope to the widest, so that the widest has the last word, unless told otherwise.
    requestMutations: scope.narrowestLast ? scope.request : [...scope.request].reverse(),
    responseMutations: scope.narrowestLast ? scope.response : [...scope.response].reverse(),
    filters: readFilterOverrides(scope.filters),
    unknownConditions,
    unknown: [...scope.unknown, ...unknown],
  };
}

function innerScope(
  outer: Scope,
  inner: {
    readonly configuration: RouteConfiguration | VirtualHost | Route;
    readonly label: string;
    readonly known: ReadonlySet<string>;
  },
): Scope {
  const { configuration, label, known } = inner;
  const unknown: string[] = [];
  const note = (field: string): void => void unknown.push(`${label}: ${field}`);
  noteUnknownFields(configuration, known, note);
  const request = readHeaderMutations(
    { add: configuration.request_headers_to_add, remove: configuration.request_headers_to_remove },
    note,
  );
  const response = readHeaderMutations(
    { add: configuration.response_headers_to_add, remove: configuration.response_headers_to_remove },
    note,
  );
  const mirrors =
    ('request_mirror_policies' in configuration ? configuration.request_mirror_policies : undefined) ?? [];
  const isEmpty = ({ removals, additions }: HeaderMutations): boolean => removals.length + additions.length === 0;
  return {
    request: isEmpty(request) ? outer.request : [...outer.request, request],
    response: isEmpty(response) ? outer.response : [...outer.response, response],
    filters: [...outer.filters, configuration.typed_per_filter_config],
    mirrors: mirrors.length === 0 ? outer.mirrors : mirrors,
    unknown: unknown.length === 0 ? outer.unknown : [...outer.unknown, ...unknown],
    narrowestLast: outer.narrowestLast,
  };
}
