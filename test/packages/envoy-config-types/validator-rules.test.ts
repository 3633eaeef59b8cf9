import { createValidator } from 'envoy-config-types';
import { expect, test } from 'vitest';

const validator = createValidator();
const messagesOf = (type: string, json: unknown): string[] =>
  validator.validate(type, json).errors.map(({ message }) => message);

const HEADER = 'envoy.config.core.v3.HeaderValue';
const ALTERNATE = 'envoy.config.core.v3.AlternateProtocolsCacheOptions.AlternateProtocolsCacheEntry';
const QUIC_KEEPALIVE = 'envoy.config.core.v3.QuicKeepAliveSettings';
const MATCH = 'envoy.config.route.v3.RouteMatch';
const SCOPES = 'envoy.extensions.filters.http.gcp_authn.v3.Audience.AccessToken';

/** Rule, message type, value, expected messages. The types are the smallest ones of the API that carry the rule. */
const cases: [string, string, unknown, string[]][] = [
  ['min_len', 'envoy.config.core.v3.Pipe', { path: '' }, ['must not be empty']],
  ['max_bytes counts bytes: fits', HEADER, { key: 'k', value: 'é'.repeat(8192) }, []],
  [
    'max_bytes counts bytes: too long',
    HEADER,
    { key: 'k', value: 'é'.repeat(8193) },
    ['must have at most 16384 bytes'],
  ],
  [
    'max_len counts code points: fits',
    'envoy.extensions.filters.http.api_key_auth.v3.KeySource',
    { header: '😀'.repeat(1024) },
    [],
  ],
  [
    'max_len counts code points: too long',
    'envoy.extensions.filters.http.api_key_auth.v3.KeySource',
    { header: '😀'.repeat(1025) },
    ['must have at most 1024 characters'],
  ],
  ['pattern', MATCH, { path_separated_prefix: '/a/' }, ['must match ^[^?#]+[^?#/]$']],
  ['pattern with \\s is ASCII as in RE2: NBSP passes', SCOPES, { scopes: ['a\u00a0b'] }, []],
  ['pattern with \\s: a space fails', SCOPES, { scopes: ['a b'] }, ['must match ^[^\\s,]+$']],
  ['prefix and suffix', 'envoy.config.route.v3.RateLimit.HitsAddend', { format: 'x' }, ['must start with "%"']],
  ['prefix with ignore_empty', 'envoy.config.route.v3.RateLimit.HitsAddend', { format: '' }, []],
  [
    'in',
    'envoy.config.core.v3.SchemeHeaderTransformation',
    { scheme_to_overwrite: 'ftp' },
    ['must be one of "http", "https"'],
  ],
  ['strict header name', ALTERNATE, { hostname: 'a b', port: 1 }, ['is not a valid HTTP header name']],
  ["strict header name takes a comma, as PGV's range +-. does", ALTERNATE, { hostname: 'a,b', port: 1 }, []],
  ['loose header name takes a space', HEADER, { key: 'a b' }, []],
  [
    'loose header name rejects a line break',
    HEADER,
    { key: 'a\nb' },
    ['must not hold line breaks or NUL (HTTP header name)'],
  ],
  [
    'number range',
    'envoy.config.core.v3.SocketAddress',
    { address: 'a', port_value: 65536 },
    ['must be at most 65535, got 65536'],
  ],
  [
    'number range with both ends',
    'envoy.config.route.v3.DirectResponseAction',
    { status: 600 },
    ['must be at least 200 and less than 600, got 600'],
  ],
  ['range of a wrapper', 'envoy.config.route.v3.HedgePolicy', { initial_requests: 0 }, ['must be at least 1, got 0']],
  [
    '64-bit range given as text',
    'envoy.config.cluster.v3.Cluster.RingHashLbConfig',
    { minimum_ring_size: '8388609' },
    ['must be at most 8388608, got 8388609'],
  ],
  ['ignore_empty number', 'envoy.extensions.filters.http.ext_authz.v3.ShadowDecision', { status_code: 0 }, []],
  [
    'duration range',
    'envoy.config.core.v3.BackoffStrategy',
    { base_interval: '0.0001s' },
    ['must be at least 0.001s, got 0.0001s'],
  ],
  ['required duration', 'envoy.config.core.v3.BackoffStrategy', {}, ['is required']],
  ['outside range: below the low end', QUIC_KEEPALIVE, { initial_interval: '0s' }, []],
  ['outside range: above the high end', QUIC_KEEPALIVE, { initial_interval: '1s' }, []],
  [
    'outside range: within',
    QUIC_KEEPALIVE,
    { initial_interval: '0.0005s' },
    ['must be at least 0.001s or at most 0s, got 0.0005s'],
  ],
  [
    'enum not_in',
    'envoy.config.core.v3.HealthCheck.HttpHealthCheck',
    { path: '/', method: 'CONNECT' },
    ['must not have this value'],
  ],
  ['enum not_in makes the field required', 'envoy.type.v3.HttpStatus', {}, ['is required']],
  ['bool const', 'envoy.config.tap.v3.MatchPredicate', { any_match: false }, ['must be true']],
  [
    'bytes length',
    'envoy.config.tap.v3.HttpGenericBodyMatch.GenericTextMatch',
    { binary_match: '' },
    ['must hold at least 1 bytes'],
  ],
  [
    'min_items',
    'envoy.type.matcher.v3.OrMatcher',
    { value_matchers: [{ present_match: true }] },
    ['must have at least 2 items'],
  ],
  [
    'max_items',
    'envoy.config.core.v3.HealthCheck.GrpcHealthCheck',
    { initial_metadata: Array.from({ length: 1001 }, () => ({ header: { key: 'k' } })) },
    ['must have at most 1000 items'],
  ],
  [
    'unique',
    'envoy.config.route.v3.InternalRedirectPolicy',
    { response_headers_to_copy: ['a', 'b', 'a'] },
    ['must be unique, but items 0 and 2 are equal'],
  ],
  [
    'rules on items',
    'envoy.config.listener.v3.FilterChainMatch',
    { source_ports: [1, 0] },
    ['must be at least 1 and at most 65535, got 0'],
  ],
  ['rules on map keys', 'envoy.config.core.v3.Metadata', { filter_metadata: { '': {} } }, ['must not be empty']],
  [
    'rules on map values',
    'xds.data.orca.v3.OrcaLoadReport',
    { utilization: { a: 1.5 } },
    ['must be at least 0 and at most 1, got 1.5'],
  ],
  ['required message', 'envoy.config.core.v3.HeaderValueOption', {}, ['is required']],
  [
    'a required message on a oneof member counts only when set',
    'envoy.config.core.v3.DataSource',
    { inline_string: '' },
    [],
  ],
  ['skip turns rules off below', 'envoy.config.core.v3.KeyValueAppend', { entry: { key: '', value: 'eA==' } }, []],
  ['skip keeps the form', 'envoy.config.core.v3.KeyValueAppend', { entry: { key: 5 } }, ['expects a string, got 5']],
  [
    'any.required on a plain message checks presence only',
    'envoy.config.core.v3.ExtensionConfigSource',
    { config_source: {}, type_urls: ['x/y'] },
    [],
  ],
  ['proto3 optional scalars may be absent', 'envoy.config.core.v3.TlvEntry', { value: 'aGk=' }, []],
];

test.each(cases)('applies the rule %s', (_rule, type, json, messages) => {
  expect(messagesOf(type, json)).toEqual(messages);
});

test('reports every mistake, not only the first', () => {
  const cluster = {
    lb_policy: 'NONE',
    connect_timeout: '-1s',
    circuit_breakers: { thresholds: [{ priority: 'LOW' }] },
  };
  expect(validator.validate('envoy.config.cluster.v3.Cluster', cluster).errors.map(({ path }) => path)).toEqual([
    'lb_policy',
    'connect_timeout',
    'circuit_breakers.thresholds[0].priority',
    'name',
  ]);
});
