import { beforeAll, expect, test } from 'vitest';
import { compileSnippets, type Compilation } from './support/compile-snippets.js';

const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const url = (type: string): string => `"@type": "type.googleapis.com/${type}"`;
const hcm = (fields: string): string => `{ name: "hcm", typed_config: { ${url(HCM)}, ${fields} } }`;
const LISTENER_FILTER = 'Messages["envoy.config.listener.v3.Filter"]';
const HTTP_FILTER = `Messages["${HCM.replace('HttpConnectionManager', 'HttpFilter')}"]`;
const CHAIN = 'Messages["envoy.config.listener.v3.FilterChain"]';
const CLUSTER = 'Messages["envoy.config.cluster.v3.Cluster"]';
const ROUTE = 'Messages["envoy.config.route.v3.Route"]';
const ROUTER = 'envoy.extensions.filters.http.router.v3.Router';
const TLS = 'envoy.extensions.transport_sockets.tls.v3';

/** A mistake: the type, a value that must compile, the same value with the mistake, and what the compiler must say of it. */
interface Mistake {
  readonly type: string;
  readonly right: string;
  readonly wrong: string;
  readonly says: RegExp;
}

const mistakes: Record<string, Mistake> = {
  'a misspelt field': {
    type: CLUSTER,
    right: '{ name: "c", connect_timeout: "1s" }',
    wrong: '{ name: "c", conect_timeout: "1s" }',
    says: /'conect_timeout' does not exist.*Did you mean to write 'connect_timeout'/,
  },
  'a camelCase field': {
    type: CLUSTER,
    right: '{ name: "c", lb_policy: "RANDOM" }',
    wrong: '{ name: "c", lbPolicy: "RANDOM" }',
    says: /'lbPolicy' does not exist.*Did you mean to write 'lb_policy'/,
  },
  'a misspelt field inside a typed config': {
    type: LISTENER_FILTER,
    right: hcm('stat_prefix: "p", route_config: {}'),
    wrong: hcm('stat_prefx: "p", stat_prefix: "p", route_config: {}'),
    says: /'stat_prefx' does not exist.*Did you mean to write 'stat_prefix'/,
  },
  'a missing required field': {
    type: CLUSTER,
    right: '{ name: "c" }',
    wrong: '{ connect_timeout: "1s" }',
    says: /not assignable to type 'Cluster'/,
  },
  'a missing required field inside a typed config': {
    type: LISTENER_FILTER,
    right: hcm('stat_prefix: "p", route_config: {}'),
    wrong: hcm('route_config: {}'),
    says: /Property 'stat_prefix' is missing/,
  },
  'two members of a oneof': {
    type: ROUTE,
    right: '{ match: { prefix: "/" }, route: { cluster: "a" } }',
    wrong: '{ match: { prefix: "/" }, route: { cluster: "a", cluster_header: "b" } }',
    says: /not assignable/,
  },
  'no member of a required oneof': {
    type: ROUTE,
    right: '{ match: { prefix: "/" }, non_forwarding_action: {} }',
    wrong: '{ match: { prefix: "/" } }',
    says: /not assignable/,
  },
  'a oneof member that is undefined': {
    type: ROUTE,
    right: '{ match: { prefix: "/" }, route: { cluster: "a" } }',
    wrong: '{ match: { prefix: "/" }, route: { cluster: "a" }, redirect: undefined }',
    says: /not assignable/,
  },
  'an unknown enum name': {
    type: CLUSTER,
    right: '{ name: "c", lb_policy: "RING_HASH" }',
    wrong: '{ name: "c", lb_policy: "RING_HSH" }',
    says: /"RING_HSH"' is not assignable.*Did you mean '"RING_HASH"'/,
  },
  'an enum value that Envoy refuses': {
    type: 'Messages["envoy.config.core.v3.ApiConfigSource"]',
    right: '{ api_type: "GRPC" }',
    wrong: '{ api_type: "DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE" }',
    says: /not assignable/,
  },
  'a duration without its unit': {
    type: CLUSTER,
    right: '{ name: "c", connect_timeout: "0.25s" }',
    wrong: '{ name: "c", connect_timeout: "250" }',
    says: /"250"' is not assignable to type '`\$\{number\}s`'/,
  },
  'a duration as a number': {
    type: CLUSTER,
    right: '{ name: "c", connect_timeout: "5s" }',
    wrong: '{ name: "c", connect_timeout: 5 }',
    says: /'number' is not assignable/,
  },
  'a 64-bit number in words': {
    type: 'Messages["envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit"]',
    right: '{ stat_prefix: "p", max_connections: "18446744073709551615" }',
    wrong: '{ stat_prefix: "p", max_connections: "many" }',
    says: /not assignable/,
  },
  'a misspelt type URL': {
    type: HTTP_FILTER,
    right: `{ name: "r", typed_config: { ${url(ROUTER)} } }`,
    wrong: `{ name: "r", typed_config: { ${url(`${ROUTER}r`)} } }`,
    says: /Routerr"' is not assignable.*Did you mean.*v3\.Router"/,
  },
  'an HTTP filter as a network filter': {
    type: LISTENER_FILTER,
    right: `{ name: "r", typed_config: { ${url('envoy.extensions.filters.network.echo.v3.Echo')} } }`,
    wrong: `{ name: "r", typed_config: { ${url(ROUTER)} } }`,
    says: /Router"' is not assignable/,
  },
  'an upstream TLS context in a listener': {
    type: CHAIN,
    right: `{ transport_socket: { name: "tls", typed_config: { ${url(`${TLS}.DownstreamTlsContext`)} } } }`,
    wrong: `{ transport_socket: { name: "tls", typed_config: { ${url(`${TLS}.UpstreamTlsContext`)} } } }`,
    says: /UpstreamTlsContext"' is not assignable/,
  },
  'a downstream TLS context in a cluster': {
    type: CLUSTER,
    right: `{ name: "c", transport_socket: { name: "tls", typed_config: { ${url(`${TLS}.UpstreamTlsContext`)} } } }`,
    wrong: `{ name: "c", transport_socket: { name: "tls", typed_config: { ${url(`${TLS}.DownstreamTlsContext`)} } } }`,
    says: /DownstreamTlsContext"' is not assignable/,
  },
  'a downstream-only filter among upstream filters': {
    type: `Messages["${ROUTER}"]`,
    right: `{ upstream_http_filters: [{ name: "f", typed_config: { ${url('envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec')} } }] }`,
    wrong: `{ upstream_http_filters: [{ name: "f", typed_config: { ${url('envoy.extensions.filters.http.cors.v3.Cors')} } }] }`,
    says: /Cors"' is not assignable/,
  },
  'a typed config without its type': {
    type: HTTP_FILTER,
    right: `{ name: "r", typed_config: { ${url(ROUTER)} } }`,
    wrong: '{ name: "r", typed_config: {} }',
    says: /not assignable/,
  },
  'an unknown type in pack': {
    type: 'unknown',
    right: `pack("${ROUTER}", {})`,
    wrong: `pack("${ROUTER}s", {})`,
    says: /not assignable/,
  },
  'a wrong field in pack': {
    type: 'AnyOf["envoy.filters.http"]',
    right: `pack("${ROUTER}", { dynamic_stats: false })`,
    wrong: `pack("${ROUTER}", { dynamic_stat: false })`,
    says: /'dynamic_stat' does not exist.*Did you mean to write 'dynamic_stats'/,
  },
  'a packed config of another category': {
    type: 'AnyOf["envoy.filters.network"]',
    right: 'pack("envoy.extensions.filters.network.echo.v3.Echo", {})',
    wrong: `pack("${ROUTER}", {})`,
    says: /not assignable/,
  },
  'an unknown type in typeUrl': {
    type: 'string',
    right: `typeUrl("${ROUTER}")`,
    wrong: 'typeUrl("envoy.Router")',
    says: /not assignable/,
  },
};

const snippet = (type: string, value: string): string =>
  `import { pack, typeUrl, type AnyOf, type Messages } from "envoy-config-types";\nexport const value: ${type} = ${value};\nexport { pack, typeUrl };\nexport type { AnyOf, Messages };\n`;

const titles = Object.keys(mistakes);
let compilation: Compilation;

beforeAll(() => {
  const all = Object.values(mistakes);
  compilation = compileSnippets([
    ...all.map(({ type, right }) => snippet(type, right)),
    ...all.map(({ type, wrong }) => snippet(type, wrong)),
  ]);
}, 60_000);

test('the generated types themselves compile', () => {
  expect(compilation.elsewhere).toEqual([]);
});

test.each(titles)('compiles the correct form of %s', (title) => {
  expect(compilation.diagnostics[titles.indexOf(title)]).toEqual([]);
});

test.each(titles)('does not compile %s', (title) => {
  const said = compilation.diagnostics[titles.length + titles.indexOf(title)];
  expect(said).toHaveLength(1);
  expect(said?.[0]).toMatch(mistakes[title]?.says ?? /./);
});
