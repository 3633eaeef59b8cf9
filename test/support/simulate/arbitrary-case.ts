import { pack } from 'envoy-config-types';
import type { HeaderValueOption } from 'envoy-config-types/envoy/config/core/v3';
import type { RouteAction, RouteMatch, VirtualHost } from 'envoy-config-types/envoy/config/route/v3';
import fc from 'fast-check';
import type { HeaderLine } from '../../../lib/simulate/headers/header-line.js';
import { arbitraryConditions } from './arbitrary-conditions.js';
import { arbitraryFields } from './arbitrary-fields.js';
import { clusterNames, type DifferentialCase, type WireRequest } from './differential-case.js';

const { some, maybe, merged } = arbitraryFields;
const { texts, headerMatcher, queryMatcher, cookieMatcher } = arbitraryConditions;
const cluster = some(...clusterNames, 'missing');
const pathTexts = some(
  '/',
  '/a',
  '/a/',
  '/ab',
  '/a/b',
  '/A',
  '/a//b',
  '/b',
  '/a%2Fb',
  '/a.b',
  '/a/b/c',
  '/b/',
  '/a|b',
  '/a%7Cb',
);
const pathMatch = fc.oneof<fc.Arbitrary<object>[]>(
  pathTexts.map((prefix) => ({ prefix })),
  pathTexts.map((path) => ({ path })),
  some('/a', '/ab', '/a/b', '/A', '/b', '/a%2Fb').map((path_separated_prefix) => ({ path_separated_prefix })),
  some(
    '/a.*',
    '/a/[^/]+',
    '/(a|b)/.*',
    '.*b',
    '/a',
    '/[ab]+',
    '(?i)/a/b',
    '/a?b*',
    '.*',
    '/a/b(/.*)?',
    '/.*%2[fF].*',
    '^/a$',
    '/ab+',
    'a',
    '/\\w/?',
  ).map((regex) => ({ safe_regex: { regex } })),
);
const share = some(
  { default_value: { numerator: 100 } },
  { default_value: { numerator: 0 } },
  { default_value: { numerator: 1_000_000, denominator: 'MILLION' as const } },
);
const routeMatch = merged(
  pathMatch,
  maybe('case_sensitive', fc.boolean()),
  maybe('headers', fc.array(headerMatcher, { minLength: 1, maxLength: 2 }), 2),
  maybe('query_parameters', fc.array(queryMatcher, { minLength: 1, maxLength: 2 })),
  maybe('cookies', fc.array(cookieMatcher, { minLength: 1, maxLength: 2 }), 3),
  maybe('runtime_fraction', share, 12),
  maybe('grpc', fc.constant({}), 12),
) as fc.Arbitrary<RouteMatch>;

const addition: fc.Arbitrary<HeaderValueOption> = fc.record({
  header: fc.record({
    key: some('x-a', 'x-b', 'X-C', 'x-d'),
    value: some(
      'v',
      '%%',
      '',
      '%REQ(x-a)%',
      '%REQ(x-b?x-a)%-z',
      '%REQ(:path)%',
      '[%REQ(x-none)%]',
      '%REQ(x-a):1%',
      'u%%%REQ(X-C)%',
    ),
  }),
  append_action: some('APPEND_IF_EXISTS_OR_ADD', 'ADD_IF_ABSENT', 'OVERWRITE_IF_EXISTS', 'OVERWRITE_IF_EXISTS_OR_ADD'),
  keep_empty_value: fc.boolean(),
});
const removal = fc.array(some('x-a', 'X-b', 'x-c', 'x-d'), { minLength: 1, maxLength: 2 });
const mutations = (freq: number): fc.Arbitrary<object> =>
  merged(
    maybe('request_headers_to_add', fc.array(addition, { minLength: 1, maxLength: 3 }), freq),
    maybe('request_headers_to_remove', removal, freq),
    maybe('response_headers_to_add', fc.array(addition, { minLength: 1, maxLength: 3 }), freq),
    maybe('response_headers_to_remove', removal, freq),
  );

const regexRewrite = some(
  { pattern: { regex: '^/a' }, substitution: '/z' },
  { pattern: { regex: 'a' }, substitution: 'bb' },
  { pattern: { regex: '([^/]+)/([^/]+)' }, substitution: '\\2/\\1' },
  { pattern: { regex: '/+' }, substitution: '/' },
  { pattern: { regex: 'b*' }, substitution: '-' },
  { pattern: { regex: '^/.*$' }, substitution: '/full' },
  { pattern: { regex: '^.*$' }, substitution: '' },
);
const pathRewrite = fc.oneof<fc.Arbitrary<object>[]>(
  { weight: 2, arbitrary: fc.constant({}) } as never,
  some('/', '/z', '/z/', 'z', '/z%20').map((prefix_rewrite) => ({ prefix_rewrite })),
  regexRewrite.map((regex_rewrite) => ({ regex_rewrite })),
);
const weighted = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }).filter((list) => list.some((w) => w > 0)),
    fc.array(merged(mutations(4), maybe('host_rewrite_literal', some('w.z'), 3)), { minLength: 3, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([weights, extras, isForced]) => ({
    weighted_clusters: {
      clusters: weights.map((weight, index) => ({ name: clusterNames[index], weight, ...extras[index] })),
      ...(isForced ? { header_name: 'X-Rand' } : {}),
    },
  }));
const mirrors = fc.array(
  merged(
    fc.oneof<fc.Arbitrary<object>[]>(
      cluster.map((name) => ({ cluster: name })),
      fc.constant({ cluster_header: 'X-Cluster' }),
    ),
    maybe('runtime_fraction', share),
    maybe('trace_sampled', fc.boolean()),
    maybe('disable_shadow_host_suffix_append', fc.boolean(), 2),
    maybe('host_rewrite_literal', some('m.z', 'm.z:1'), 5),
  ),
  { minLength: 1, maxLength: 2 },
);
const forward = merged(
  fc.oneof<fc.Arbitrary<object>[]>(
    cluster.map((name) => ({ cluster: name })),
    weighted,
    fc.constant({ cluster_header: 'X-Cluster' }),
  ),
  pathRewrite,
  fc.oneof<fc.Arbitrary<object>[]>(
    { weight: 3, arbitrary: fc.constant({}) } as never,
    some(
      { host_rewrite_literal: 'h.z' },
      { host_rewrite_header: 'X-A' },
      { host_rewrite_path_regex: { pattern: { regex: '^/([a-z]+).*' }, substitution: '\\1.svc' } },
    ),
  ),
  maybe('append_x_forwarded_host', fc.boolean()),
  maybe('request_mirror_policies', mirrors, 1),
  maybe('timeout', some('0s', '1.5s', '3s', '2.0015s'), 2),
  maybe('cluster_not_found_response_code', some('NOT_FOUND', 'INTERNAL_SERVER_ERROR')),
  maybe(
    'retry_policy',
    fc
      .tuple(
        merged(maybe('per_try_timeout', some('1s', '2s'), 1), maybe('num_retries', some(0, 1, 3), 1)),
        some(
          { retry_on: '5xx' },
          { retry_on: 'connect-failure' },
          { retry_on: 'gateway-error,reset' },
          { retry_on: 'retriable-4xx, retriable-status-codes', retriable_status_codes: [418, 500] },
          { retry_on: '', retriable_status_codes: [503] },
        ),
      )
      // As short as can be: nobody waits here for anything to recover.
      .map((parts) => ({
        ...parts[0],
        ...parts[1],
        retry_back_off: { base_interval: '0.001s', max_interval: '0.001s' },
      })),
  ),
).map((route) => ({ route: route as RouteAction }));
const redirect = merged(
  some(
    {},
    { https_redirect: true },
    { scheme_redirect: 'https' },
    { scheme_redirect: 'ftp' },
    { https_redirect: false },
  ),
  maybe('host_redirect', some('r.z', ''), 1),
  maybe('port_redirect', some(0, 80, 443, 8443), 2),
  maybe('response_code', some('FOUND', 'SEE_OTHER', 'TEMPORARY_REDIRECT', 'PERMANENT_REDIRECT'), 2),
  maybe('strip_query', fc.boolean(), 1),
  fc.oneof(pathRewrite, some({ path_redirect: '/p' }, { path_redirect: '/p?q=1' }, { path_redirect: 'p' })),
).map((fields) => ({ redirect: fields }));
const direct = fc
  .record(
    {
      status: some(200, 201, 302, 404, 503),
      body: some({ inline_string: 'body' }, { inline_string: '' }),
      body_format: fc.record({
        text_format_source: some(
          '%REQ(x-a)%,%REQ(:AUTHORITY?x-b)%',
          '%REQ(X-B?:path):3%%%',
          '%REQ(:METHOD)% 100%%',
          '',
          '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
        ).map((inline_string) => ({ inline_string })),
        omit_empty_values: fc.boolean(),
      }),
    },
    { requiredKeys: ['status'] },
  )
  .map((direct_response) => ({ direct_response }));

const fault = some(
  pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
    abort: { http_status: 418, percentage: { numerator: 100 } },
  }),
  pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
    abort: { http_status: 418, percentage: { numerator: 0 } },
  }),
  pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
    abort: { grpc_status: 14, percentage: { numerator: 100 } },
    headers: [{ name: 'x-a', present_match: true }],
  }),
  pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
    abort: { http_status: 429, percentage: { numerator: 1_000_000, denominator: 'MILLION' } },
    upstream_cluster: 'c0',
  }),
  pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {}),
);
const overrides = fault.map((config) => ({ 'envoy.filters.http.fault': config }));

const route = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: forward }, { weight: 2, arbitrary: redirect }, { weight: 2, arbitrary: direct }),
    merged(mutations(4), maybe('typed_per_filter_config', overrides, 8)),
    routeMatch,
  )
  .map(([action, extra, match]) => ({ match, ...action, ...extra }));
const domains = [
  'a.com',
  'a.com:8080',
  '*.a.com',
  '*.b.a.com',
  '*a.com',
  'a.*',
  'b.a.*',
  'b.*',
  '*',
  '*-x.a.com',
  'B.A.com',
  '*.com',
  'x',
  'a.com.',
  '*:8080',
  '[::1]',
] as const;
const table = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.array(route, { minLength: 1, maxLength: 6 }),
        merged(
          mutations(5),
          maybe('typed_per_filter_config', overrides, 15),
          maybe('request_mirror_policies', mirrors, 3),
        ),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    fc.shuffledSubarray([...domains], { minLength: 4, maxLength: 10 }),
    merged(
      mutations(5),
      maybe('most_specific_header_mutations_wins', fc.boolean(), 2),
      maybe('ignore_port_in_host_matching', fc.boolean(), 1),
      maybe('request_mirror_policies', mirrors, 3),
    ),
  )
  .map(([hosts, names, extra]) => ({
    ...extra,
    virtual_hosts: hosts.map(([routes, fields], index): VirtualHost => ({
      ...fields,
      name: `v${index}`,
      domains: names.filter((_, at) => at % hosts.length === index),
      routes: routes.map((each, at) => ({ ...each, name: `v${index}.r${at}` })),
    })),
  }));

const segment = fc.oneof(
  { weight: 6, arbitrary: some('a', 'b', 'ab', 'A', 'c') },
  {
    weight: 3,
    arbitrary: some(
      '',
      'a.b',
      '.',
      '..',
      '%61',
      '%2e',
      '%2F',
      'a%2Fb',
      'a%2fb',
      'a%5cb',
      'a\\b',
      'a;x',
      '..;y',
      '%2e%2E',
      'a%20b',
      '~',
      'a|b',
      'a%7Cb',
      '%zz',
      '%',
      '%00',
      '...',
      '*',
    ),
  },
);
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 3,
    arbitrary: some(
      '?',
      '?a',
      '?a=',
      '?a=1',
      '?a=1&a=2',
      '?b=2&a=1',
      '?a=%31',
      '?A=1',
      '?a=1&b',
      '?&&a=b=c',
      '?a=/../b',
      '?a=a,b',
      '?x=//',
    ),
  },
);
const path = fc.tuple(fc.array(segment, { maxLength: 4 }), query).map(([parts, tail]) => `/${parts.join('/')}${tail}`);
const authority = fc
  .tuple(
    some(
      'a.com',
      'b.a.com',
      'c.b.a.com',
      'A.COM',
      'x',
      'B.a.Com',
      'a.b',
      'b.a.net',
      'q-x.a.com',
      'za.com',
      '.a.com',
      'b.a.',
      '[::1]',
      '127.0.0.1',
      '',
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      { weight: 2, arbitrary: some(':80', ':8080', ':443', ':{port}', '.', '.:8080', ':') },
    ),
  )
  .map(([host, tail]) => host + tail);
const header = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(some('x-a', 'X-A', 'x-b', 'x-c', 'X-d'), texts) },
  // Envoy joins these where they come more than once, but for the cookie.
  { weight: 1, arbitrary: fc.tuple(some('accept', 'Accept', 'user-agent', 'x-forwarded-host', 'cookie'), texts) },
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constant('cookie'),
      fc
        .array(
          some(
            'c=a',
            ' c=a',
            'c=1',
            'C=A',
            'd=ab',
            'c="a"',
            'd="',
            'c',
            'c=',
            'c =a',
            'd=a ',
            'd=10',
            'c=a=b',
            '\tc=a',
          ),
          {
            minLength: 1,
            maxLength: 3,
          },
        )
        .map((pairs) => pairs.join(';')),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('content-type'),
      some('application/grpc', 'application/grpc+proto', 'application/grpc-web', 'a', 'application/grpc;a'),
    ),
  },
);
const request: fc.Arbitrary<WireRequest> = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: some('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS') },
      { weight: 1, arbitrary: some('HEAD', 'get', 'PATCH', 'Post', 'PURGE', 'QUERY', 'M-SEARCH', 'BREW') },
    ),
    fc.oneof(
      { weight: 30, arbitrary: authority },
      { weight: 1, arbitrary: some('a b', 'a/b', 'a^b', 'a_b', 'u@a.com') },
    ),
    fc.oneof(
      { weight: 30, arbitrary: path },
      { weight: 1, arbitrary: some('/a#b', '/a?b#c', '/\u007f', '/\u00e9', '*', 'a', '?a', '/"') },
    ),
    fc.array(
      fc.oneof(
        { weight: 30, arbitrary: header },
        {
          weight: 1,
          arbitrary: fc.constantFrom<HeaderLine[]>(
            ['x(a', '1'],
            ['x a', '1'],
            ['\u00e9', '1'],
            ['x-a', '\u0001'],
            ['x-a', '\u00e9\t1'],
            ['x!a', ''],
            ['content-type', 'text/plain'],
          ),
        },
      ),
      { maxLength: 4 },
    ),
    fc.integer({ min: 0, max: 20 }),
    merged(
      maybe('X-Cluster', some('c1', 'nope', ''), 1),
      maybe('x-forwarded-proto', some('https', 'http', 'HTTPS', 'ws')),
      maybe('x-envoy-upstream-rq-timeout-ms', some('7'), 9),
      maybe('x_under', some('1'), 12),
      maybe('x-fail', some('500', '503', '504', '409', '418', '404'), 9),
    ),
  )
  .map(([method, host, target, headers, random, extra]) => ({
    method,
    authority: host,
    path: target,
    headers: [...headers, ['x-rand', String(random)] as const, ...Object.entries(extra as Record<string, string>)],
  }));

/** A listener with random routes, and random requests that are likely to meet them. */
export function arbitraryCase(requestCount: number): fc.Arbitrary<DifferentialCase> {
  return fc.record({
    scheme: some('http', 'http', 'http', 'https'),
    options: merged(
      maybe('normalize_path', fc.boolean(), 1),
      maybe('merge_slashes', fc.boolean(), 1),
      maybe(
        'path_with_escaped_slashes_action',
        some('KEEP_UNCHANGED', 'REJECT_REQUEST', 'UNESCAPE_AND_REDIRECT', 'UNESCAPE_AND_FORWARD'),
        1,
      ),
      fc.oneof(
        fc.constant({}),
        maybe('strip_matching_host_port', fc.boolean(), 1),
        maybe('strip_any_host_port', fc.boolean(), 1),
      ),
      maybe('strip_trailing_host_dot', fc.boolean(), 1),
      maybe('use_remote_address', fc.boolean(), 1),
      maybe(
        'common_http_protocol_options',
        some({ headers_with_underscores_action: 'REJECT_REQUEST' }, { headers_with_underscores_action: 'DROP_HEADER' }),
      ),
    ),
    fault: fc.oneof(
      {
        weight: 4,
        arbitrary: fault.map((typed_config) => ({ name: 'envoy.filters.http.fault', disabled: true, typed_config })),
      },
      { weight: 1, arbitrary: fault.map((typed_config) => ({ name: 'envoy.filters.http.fault', typed_config })) },
    ),
    table,
    requests: fc.array(request, { minLength: requestCount, maxLength: requestCount }),
  });
}
