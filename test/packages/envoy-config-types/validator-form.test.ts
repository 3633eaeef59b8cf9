import { createValidator, type Finding } from 'envoy-config-types';
import { expect, test } from 'vitest';

const validator = createValidator();
const errorsOf = (type: string, json: unknown): readonly Finding[] => validator.validate(`envoy.${type}`, json).errors;

const CLUSTER = 'config.cluster.v3.Cluster';
const ROUTE = 'config.route.v3.Route';

test('names the misspelt field and the field that was meant', () => {
  expect(errorsOf(CLUSTER, { nam: 'reviews' })).toEqual([
    { path: 'nam', message: 'is unknown in envoy.config.cluster.v3.Cluster; did you mean "name"?' },
    { path: 'name', message: 'is required' },
  ]);
});

test('gives no suggestion when nothing is close', () => {
  expect(errorsOf(CLUSTER, { name: 'c', zzzzzzzzzz: 1 })).toEqual([
    { path: 'zzzzzzzzzz', message: 'is unknown in envoy.config.cluster.v3.Cluster' },
  ]);
});

test('leads to the mistake through lists, maps and odd keys', () => {
  const route = {
    match: { prefix: '/' },
    direct_response: { status: 200 },
    metadata: { filter_metadata: { 'a b': 5 } },
    request_headers_to_add: [{ header: { key: 'a' } }, { header: { kee: 'b' } }],
  };
  expect(errorsOf(ROUTE, route)).toEqual([
    { path: 'metadata.filter_metadata["a b"]', message: 'expects an object, got 5' },
    {
      path: 'request_headers_to_add[1].header.kee',
      message: 'is unknown in envoy.config.core.v3.HeaderValue; did you mean "key"?',
    },
    { path: 'request_headers_to_add[1].header.key', message: 'is required' },
  ]);
});

test('takes a field in either spelling but not in both', () => {
  expect(errorsOf(CLUSTER, { name: 'c', connectTimeout: '1s' })).toEqual([]);
  expect(errorsOf(CLUSTER, { name: 'c', connect_timeout: '1s', connectTimeout: '2s' })).toEqual([
    { path: 'connectTimeout', message: 'is given twice (snake_case and camelCase)' },
  ]);
});

test('takes null as unset, except in lists', () => {
  expect(errorsOf(CLUSTER, { name: 'c', connect_timeout: null, lb_policy: null, load_assignment: null })).toEqual([]);
  expect(errorsOf(CLUSTER, { name: null })).toEqual([{ path: 'name', message: 'is required' }]);
  expect(errorsOf(ROUTE, { match: { prefix: '/', headers: [null] }, direct_response: { status: 200 } })).toHaveLength(
    1,
  );
});

test('rejects two members of a oneof, and none of a required one', () => {
  const action = { cluster: 'a', cluster_header: 'b' };
  expect(errorsOf(ROUTE, { match: { prefix: '/' }, route: action })).toEqual([
    { path: 'route.cluster_header', message: 'cannot be combined with cluster' },
  ]);
  expect(errorsOf(ROUTE, { match: { prefix: '/' }, route: {} })).toEqual([
    {
      path: 'route',
      message: expect.stringMatching(/^needs one of cluster, cluster_header, weighted_clusters/) as string,
    },
  ]);
  expect(errorsOf(ROUTE, { match: { prefix: '/' }, route: { cluster: 'a', cluster_header: null } })).toEqual([]);
});

test('rejects an enum name in the wrong case and says the right one', () => {
  expect(errorsOf(CLUSTER, { name: 'c', lb_policy: 'ring_hash' })).toEqual([
    { path: 'lb_policy', message: 'expects an enum name, got "ring_hash"; did you mean "RING_HASH"?' },
  ]);
});

test('takes an enum by number, and rejects a number without a name where the API asks for a defined one', () => {
  expect(errorsOf(CLUSTER, { name: 'c', lb_policy: 2 })).toEqual([]);
  expect(errorsOf(CLUSTER, { name: 'c', lb_policy: 99 })).toEqual([{ path: 'lb_policy', message: 'has no value 99' }]);
});

test.each([
  ['a number in a string', 'config.core.v3.SocketAddress', { address: 'a', port_value: '80' }, 0],
  ['a fraction in an integer', 'config.core.v3.SocketAddress', { address: 'a', port_value: 80.5 }, 1],
  ['a negative unsigned number', 'config.core.v3.CidrRange', { address_prefix: '::', prefix_len: -1 }, 1],
  ['an unsigned number beyond 32 bits', 'config.route.v3.HedgePolicy', { initial_requests: 2 ** 32 }, 1],
  [
    'a 64-bit number in a string',
    'extensions.filters.network.connection_limit.v3.ConnectionLimit',
    { stat_prefix: 'p', max_connections: '9007199254740993' },
    0,
  ],
  [
    'an inexact 64-bit number',
    'extensions.filters.network.connection_limit.v3.ConnectionLimit',
    { stat_prefix: 'p', max_connections: 2 ** 60 },
    1,
  ],
  [
    'a 64-bit number out of range',
    'extensions.filters.network.connection_limit.v3.ConnectionLimit',
    { stat_prefix: 'p', max_connections: '18446744073709551616' },
    1,
  ],
  ['a number with an exponent for a double', 'type.v3.Percent', { value: '1e1' }, 0],
  ['a word for a double', 'type.v3.Percent', { value: 'ten' }, 1],
  ['NaN in a range', 'type.v3.Percent', { value: 'NaN' }, 1],
  ['a text for a boolean', 'config.route.v3.RedirectAction', { https_redirect: 'true' }, 1],
  ['a number for a text', CLUSTER, { name: 5 }, 1],
  ['an object for a list', ROUTE, { match: { prefix: '/', headers: {} }, direct_response: { status: 200 } }, 1],
  ['a list for an object', ROUTE, { match: [], direct_response: { status: 200 } }, 1],
  ['a wrapper as an object', CLUSTER, { name: 'c', per_connection_buffer_limit_bytes: { value: 1 } }, 1],
  ['a field of an empty message', 'config.core.v3.ConfigSource', { ads: { x: 1 } }, 1],
  ['base64 without padding', 'config.core.v3.DataSource', { inline_bytes: 'aGk' }, 0],
  ['base64 in the URL alphabet', 'config.core.v3.DataSource', { inline_bytes: '_-8=' }, 0],
  ['text that is no base64', 'config.core.v3.DataSource', { inline_bytes: 'a b' }, 1],
  ['base64 of an impossible length', 'config.core.v3.DataSource', { inline_bytes: 'aGkxx' }, 1],
])('judges %s', (_what, type, json, count) => {
  expect(errorsOf(type, json)).toHaveLength(count);
});

test.each([
  ['1s', 0],
  ['0.25s', 0],
  ['0.000000001s', 0],
  ['315576000000s', 0],
  ['1.s', 1],
  ['.5s', 1],
  ['+1s', 1],
  ['1ms', 1],
  ['1', 1],
  ['0.0000000001s', 1],
  ['315576000001s', 1],
])('judges the duration %s as Envoy does', (text, count) => {
  expect(errorsOf(CLUSTER, { name: 'c', cleanup_interval: text })).toHaveLength(count);
});

test('leaves free-form JSON alone', () => {
  const metadata = { filter_metadata: { a: { deep: [null, { b: 'c' }, 1.5] } } };
  expect(errorsOf('config.core.v3.Metadata', metadata)).toEqual([]);
});

test('skips undefined properties as JSON.stringify does', () => {
  expect(errorsOf(CLUSTER, { name: 'c', nonsense: undefined, connect_timeout: undefined })).toEqual([]);
});

test('warns of deprecated fields and values without rejecting them', () => {
  expect(validator.validate('envoy.config.cluster.v3.Cluster', { name: 'c', dns_refresh_rate: '5s' })).toEqual({
    errors: [],
    warnings: [{ path: 'dns_refresh_rate', message: 'is deprecated' }],
  });
  expect(
    validator.validate('envoy.config.core.v3.ConfigSource', { ads: {}, resource_api_version: 'V2' }).warnings,
  ).toEqual([{ path: 'resource_api_version', message: 'V2 is deprecated' }]);
});

test('rejects what Envoy rejects unless a runtime flag allows it', () => {
  const action = { dynamic_metadata: { descriptor_key: 'k', metadata_key: { key: 'a', path: [{ key: 'b' }] } } };
  expect(errorsOf('config.route.v3.RateLimit.Action', action)).toEqual([
    { path: 'dynamic_metadata', message: 'is rejected by Envoy by default' },
  ]);
  expect(errorsOf('config.core.v3.ApiConfigSource', { api_type: 'DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE' })).toEqual([
    { path: 'api_type', message: 'DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE is rejected by Envoy by default' },
  ]);
});

test('reports an unknown message type instead of throwing', () => {
  expect(errorsOf('config.cluster.v3.Clutser', {})).toEqual([
    {
      path: '',
      message: 'unknown message type envoy.config.cluster.v3.Clutser; did you mean "envoy.config.cluster.v3.Cluster"?',
    },
  ]);
});

test.each([[undefined], [null], ['text'], [[]], [5]])('reports %j where a message belongs', (json) => {
  expect(errorsOf(CLUSTER, json)).toHaveLength(1);
});

test('takes frozen input and does not change it', () => {
  const cluster = Object.freeze({ name: 'c', load_assignment: Object.freeze({ cluster_name: 'c' }) });
  expect(errorsOf(CLUSTER, cluster)).toEqual([]);
});
