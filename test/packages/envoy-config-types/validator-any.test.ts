import { createValidator, pack, type Finding } from 'envoy-config-types';
import { expect, test } from 'vitest';

const validator = createValidator();
const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3';
const ROUTER = 'envoy.extensions.filters.http.router.v3.Router';
const TCP_PROXY = 'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy';

const filterErrors = (typedConfig: unknown): readonly Finding[] =>
  validator.validate(`${HCM}.HttpFilter`, { name: 'f', typed_config: typedConfig }).errors;

test('checks the message inside an Any', () => {
  expect(filterErrors({ '@type': `type.googleapis.com/${ROUTER}`, dynamic_stat: true })).toEqual([
    { path: 'typed_config.dynamic_stat', message: `is unknown in ${ROUTER}; did you mean "dynamic_stats"?` },
  ]);
});

test('suggests the type that was meant', () => {
  expect(filterErrors({ '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Rooter' })).toEqual([
    {
      path: 'typed_config["@type"]',
      message: `names the unknown message envoy.extensions.filters.http.router.v3.Rooter; did you mean "${ROUTER}"?`,
    },
  ]);
});

test("wants a host before the type's name", () => {
  expect(filterErrors({ '@type': ROUTER })).toEqual([
    { path: 'typed_config["@type"]', message: `needs a host, as in "type.googleapis.com/${ROUTER}"` },
  ]);
});

test('rejects a config without a type', () => {
  expect(filterErrors({})).toEqual([{ path: 'typed_config["@type"]', message: 'is missing' }]);
});

test('rejects a network filter in the place of an HTTP filter', () => {
  const config = pack(TCP_PROXY, { stat_prefix: 'p', cluster: 'c' });
  expect(filterErrors(config)).toEqual([
    { path: 'typed_config["@type"]', message: `${TCP_PROXY} is no envoy.filters.http extension` },
  ]);
});

test('judges the same filter by the field that holds it', () => {
  const cors = pack('envoy.extensions.filters.http.cors.v3.Cors', {});
  const filter = { name: 'cors', typed_config: cors };
  expect(
    validator.validate(`${HCM}.HttpConnectionManager`, { stat_prefix: 'p', http_filters: [filter], route_config: {} })
      .errors,
  ).toEqual([]);
  expect(validator.validate(ROUTER, { upstream_http_filters: [filter] }).errors).toEqual([
    {
      path: 'upstream_http_filters[0].typed_config["@type"]',
      message: 'envoy.extensions.filters.http.cors.v3.Cors is no envoy.filters.http.upstream extension',
    },
  ]);
});

test('only warns where the list of extensions is not known to be complete', () => {
  const cluster = {
    name: 'c',
    load_balancing_policy: { policies: [{ typed_extension_config: { name: 'p', typed_config: pack(ROUTER, {}) } }] },
  };
  const { errors, warnings } = validator.validate('envoy.config.cluster.v3.Cluster', cluster);
  expect(errors).toEqual([]);
  expect(warnings).toEqual([
    {
      path: 'load_balancing_policy.policies[0].typed_extension_config.typed_config["@type"]',
      message: `${ROUTER} is no envoy.load_balancing_policies extension`,
    },
  ]);
});

test('rejects a filter without a config unless it is optional', () => {
  expect(validator.validate(`${HCM}.HttpFilter`, { name: 'f' }).errors).toEqual([
    { path: 'typed_config', message: 'is required' },
  ]);
  expect(validator.validate(`${HCM}.HttpFilter`, { name: 'f', is_optional: true }).errors).toEqual([]);
});

test('an optional filter of the wrong kind is a warning; its neighbours stay errors', () => {
  const wrong = pack(TCP_PROXY, { stat_prefix: 'p', cluster: 'c' });
  const { errors, warnings } = validator.validate(`${HCM}.HttpConnectionManager`, {
    stat_prefix: 'p',
    route_config: {},
    http_filters: [
      { name: 'a', is_optional: true, typed_config: wrong },
      { name: 'b', typed_config: wrong },
    ],
  });
  expect(warnings.map(({ path }) => path)).toEqual(['http_filters[0].typed_config["@type"]']);
  expect(errors.map(({ path }) => path)).toEqual(['http_filters[1].typed_config["@type"]']);
});

test('rejects types that the API has and Envoy is built without', () => {
  expect(filterErrors({ '@type': 'type.googleapis.com/envoy.extensions.filters.http.gzip.v3.Gzip' })).toEqual([
    {
      path: 'typed_config["@type"]',
      message: 'names envoy.extensions.filters.http.gzip.v3.Gzip, which Envoy 1.40.0 is built without',
    },
  ]);
});

test("checks a TypedStruct's value against the type it names", () => {
  const struct = {
    '@type': 'type.googleapis.com/xds.type.v3.TypedStruct',
    type_url: `type.googleapis.com/${ROUTER}`,
    value: { dynamic_stats: 'yes' },
  };
  expect(filterErrors(struct)).toEqual([
    { path: 'typed_config.value.dynamic_stats', message: 'expects true or false, got "yes"' },
  ]);
});

test('takes well-known types under value', () => {
  const metadata = {
    typed_filter_metadata: {
      a: { '@type': 'type.googleapis.com/google.protobuf.StringValue', value: 'x' },
      b: { '@type': 'type.googleapis.com/google.protobuf.Duration', value: '1' },
    },
  };
  expect(validator.validate('envoy.config.core.v3.Metadata', metadata).errors).toEqual([
    { path: 'typed_filter_metadata.b.value', message: 'expects seconds with the unit, such as "1.5s", got "1"' },
  ]);
});

test('does not take @type outside an Any', () => {
  expect(validator.validate(ROUTER, { '@type': `type.googleapis.com/${ROUTER}` }).errors).toHaveLength(1);
});
