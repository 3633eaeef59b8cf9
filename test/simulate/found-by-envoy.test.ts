import { pack } from 'envoy-config-types';
import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import type { Destination } from '../../lib/simulate/decision.js';
import { grpcStatusOf } from '../../lib/simulate/grpc/grpc-status-of.js';
import { mirrorAuthority } from '../../lib/simulate/route/mirror-authority.js';
import { ask } from './fixtures/ask.js';

// Each of these was a disagreement with Envoy 1.40 that the differential test found and made small: docs/fidelity.md.
const host = (...routes: Route[]) => ({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] });
const anyPath = { prefix: '/' };

function destination(decision: ReturnType<typeof ask>): Destination {
  if (decision.outcome.kind !== 'forward') throw new Error(`it is a ${decision.outcome.kind}`);
  const [first] = decision.outcome.destinations;
  if (first === undefined) throw new Error('no destination');
  return first;
}

test('cuts durations off to whole milliseconds', () => {
  const decision = ask(host({ match: anyPath, route: { cluster: 'a', timeout: '2.0015s' } }), {});
  expect(decision.outcome).toMatchObject({ requestTimeoutMs: 2001 });
});

test('rewrites nothing where a regular expression leaves no path', () => {
  const rewrite = { pattern: { regex: '^.*$' }, substitution: '' };
  const decision = ask(host({ match: anyPath, route: { cluster: 'a', regex_rewrite: rewrite } }), { path: '/ab?' });
  expect(destination(decision).request).toMatchObject({ path: '/ab?' });
  expect(destination(decision).request.headers.map(([name]) => name)).not.toContain('x-envoy-original-path');
});

test('answers a gRPC fault with 200 to everyone', () => {
  const fault = pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
    abort: { grpc_status: 14, percentage: { numerator: 100 } },
  });
  const route: Route = { match: anyPath, route: { cluster: 'a' }, typed_per_filter_config: { fault } };
  expect(ask(host(route), {}).fault?.abort).toMatchObject({ status: 200, grpcStatus: 14 });
});

test('limits a fault of one cluster to requests that fall on it', () => {
  const fault = pack('envoy.extensions.filters.http.fault.v3.HTTPFault', {
    upstream_cluster: 'a',
    abort: { http_status: 429, percentage: { numerator: 100 } },
  });
  const clusters = [
    { name: 'a', weight: 1 },
    { name: 'b', weight: 2 },
  ];
  const weighted = { weighted_clusters: { clusters, header_name: 'x-random' } };
  const table = host({ match: anyPath, route: weighted, typed_per_filter_config: { fault } });
  expect(ask(table, {}).fault?.onlyTo).toBe('a');
  expect(ask(table, { headers: [['x-random', '0']] }).fault).toMatchObject({ onlyTo: undefined });
  expect(ask(table, { headers: [['x-random', '1']] }).fault).toBeUndefined();
});

test('looks at the values of a repeated header one by one', () => {
  const match = (invert: boolean) => ({
    prefix: '/',
    headers: [{ name: 'x-a', contains_match: ',', invert_match: invert }],
  });
  const headers = [['x-a', '10'] as const, ['X-A', 'A'] as const];
  const table = host({ name: 'joined', match: match(false), route: { cluster: 'a' } });
  expect(ask(table, { headers }).route).toBeUndefined();
  const inverted = host({ name: 'inverted', match: match(true), route: { cluster: 'a' } });
  expect(ask(inverted, { headers }).route?.name).toBe('inverted');
});

test('takes a default port from a redirect by what x-forwarded-proto says, scheme or not', () => {
  const table = host({ match: anyPath, redirect: { https_redirect: true } });
  const location = (proto: string) =>
    ask(table, { authority: ':80', path: '/A', headers: [['x-forwarded-proto', proto]] }).outcome;
  expect(location('ws')).toMatchObject({ location: 'https://:80/A' });
  expect(location('http')).toMatchObject({ location: 'https:///A' });
});

test('keeps no empty original host', () => {
  const table = host({ match: anyPath, route: { cluster: 'a', host_rewrite_literal: 'h.z' } });
  const names = destination(ask(table, { authority: '' })).request.headers.map(([name]) => name);
  expect(names).not.toContain('x-envoy-original-host');
});

test('does not show a removed header to the values that are added', () => {
  const route: Route = {
    match: anyPath,
    route: { cluster: 'a' },
    request_headers_to_remove: ['x-a'],
    request_headers_to_add: [{ header: { key: 'x-c', value: '%REQ(x-a):1%' } }],
  };
  const { headers } = destination(ask(host(route), { headers: [['x-a', 'b']] })).request;
  expect(headers.map(([name]) => name)).not.toContain('x-c');
});

test('leaves two slashes of a path that is nothing but slashes', () => {
  const table = host({ match: anyPath, route: { cluster: 'a' } });
  const path = (written: string) => ask(table, { path: written }, { merge_slashes: true }).request.path;
  expect(['///', '//', '/a//b//', '//a'].map(path)).toEqual(['//', '//', '/a/b/', '/a']);
});

test("knows the methods of Envoy's parser, and no others", () => {
  const table = host({ match: anyPath, route: { cluster: 'a' } });
  const outcome = (method: string) => ask(table, { method }).outcome;
  expect(outcome('PURGE').kind).toBe('forward');
  for (const method of ['M-SEARCH', 'BREW', 'get'])
    expect(outcome(method)).toMatchObject({ kind: 'refuse', status: 400, reason: 'method' });
});

test('refuses a QUERY that does not say what it carries', () => {
  const table = host({ match: anyPath, route: { cluster: 'a' } });
  expect(ask(table, { method: 'QUERY' }).outcome).toMatchObject({ status: 400, reason: 'content-type' });
  const headers = [['content-type', 'a'] as const];
  expect(ask(table, { method: 'QUERY', headers }).outcome.kind).toBe('forward');
});

test('refuses characters that the parser refuses', () => {
  const table = host({ match: anyPath, route: { cluster: 'a' } });
  const refused = { kind: 'refuse', status: 400, reason: 'malformed' };
  for (const authority of ['a b', 'a/b', 'a^b']) expect(ask(table, { authority }).outcome).toMatchObject(refused);
  for (const path of ['/\u007f', '/\u00e9', 'a', '*']) expect(ask(table, { path }).outcome).toMatchObject(refused);
  expect(ask(table, { headers: [['x(a', '1']] }).outcome).toMatchObject(refused);
  expect(ask(table, { headers: [['x-a', '\u0001']] }).outcome).toMatchObject(refused);
  expect(ask(table, { headers: [['x!a', '\u00e9\t1']], authority: 'u@a_b' }).outcome.kind).toBe('forward');
  expect(ask(table, { method: 'OPTIONS', path: '*' }).outcome).toMatchObject({ status: 404, reason: 'path' });
});

test('refuses an underscore before it looks at a path that is none', () => {
  const options = { common_http_protocol_options: { headers_with_underscores_action: 'REJECT_REQUEST' as const } };
  const request = { method: 'OPTIONS', path: '*', headers: [['x_a', '1'] as const] };
  expect(ask(host(), request, options).outcome).toMatchObject({ status: 400, reason: 'underscore' });
});

test('joins the well-known headers that come more than once, but no cookies', () => {
  const table = host({ match: anyPath, route: { cluster: 'a' } });
  const headers = [
    ['accept', 'a'] as const,
    ['cookie', '1'] as const,
    ['Accept', 'b'] as const,
    ['cookie', '2'] as const,
  ];
  expect(ask(table, { headers }).request.headers).toEqual([
    ['accept', 'a,b'],
    ['cookie', '1'],
    ['cookie', '2'],
  ]);
});

test('leaves no comma for an empty value where it joins', () => {
  const join = (...values: string[]) =>
    ask(host(), { headers: values.map((value) => ['accept', value] as const) }).request.headers;
  expect(join('', 'b,a')).toEqual([['accept', 'b,a']]);
  expect(join('b', '', '')).toEqual([['accept', 'b']]);
});

test('hashes all values of a repeated header, in whatever order they come', () => {
  const route = { cluster: 'a', hash_policy: [{ header: { header_name: 'X-A' } }] };
  const hash = (...values: string[]) => {
    const headers = values.map((value) => ['x-a', value] as const);
    const { outcome } = ask(host({ match: anyPath, route }), { headers });
    return outcome.kind === 'forward' ? outcome.hash[0]?.value : outcome.kind;
  };
  expect([hash('1', '2'), hash('2', '1'), hash('1'), hash()]).toEqual(['1,2', '1,2', '1', undefined]);
});

test('appends a host to an empty list of forwarded hosts without a comma', () => {
  const route = { cluster: 'a', host_rewrite_literal: 'h.z', append_x_forwarded_host: true };
  const headers = [['x-forwarded-host', ''] as const];
  const { request } = destination(ask(host({ match: anyPath, route }), { headers }));
  expect(request.headers).toContainEqual(['x-forwarded-host', 'a.com']);
});

test('takes the limit of a stream from strangers', () => {
  const headers = [['x-envoy-upstream-stream-duration-ms', '1'] as const];
  expect(ask(host(), { headers }).request.headers).toEqual([]);
});

test('says when its own answers become gRPC statuses', () => {
  const isGrpc = (type: string) => ask(host(), { headers: [['content-type', type]] }).isGrpc;
  expect(['application/grpc', 'application/grpc+proto'].map(isGrpc)).toEqual([true, true]);
  expect(['application/grpc-web', 'application/grpc;a', 'a'].map(isGrpc)).toEqual([false, false, false]);
  // The parser does not know yet what it has.
  const headers = [['content-type', 'application/grpc'] as const];
  expect(ask(host(), { headers, method: 'BREW' }).isGrpc).toBe(false);
  expect([404, 503, 418, 200].map(grpcStatusOf)).toEqual([12, 14, 2, 2]);
});

test('sends no gRPC client to a cleaned path', () => {
  const options = { path_with_escaped_slashes_action: 'UNESCAPE_AND_REDIRECT' as const };
  const headers = [['content-type', 'application/grpc'] as const];
  const answer = (grpc: boolean) => ask(host(), { path: '/a%5cb', headers: grpc ? headers : [] }, options).outcome;
  expect(answer(true)).toMatchObject({ status: 400, location: undefined });
  expect(answer(false)).toMatchObject({ status: 307, location: '/a\\b' });
});

test('fills the format of a body, with a dash for what is missing', () => {
  const body = (omit_empty_values: boolean) =>
    ask(
      host({
        match: anyPath,
        direct_response: {
          status: 200,
          body_format: {
            text_format_source: { inline_string: '%REQ(x-a)%|%REQ(:AUTHORITY)%|100%%' },
            omit_empty_values,
          },
        },
      }),
      {},
    ).outcome;
  expect(body(false)).toMatchObject({ body: '-|a.com|100%' });
  expect(body(true)).toMatchObject({ body: '|a.com|100%' });
});

test('marks the host of a mirrored copy before whatever looks like a port', () => {
  const marked = (authority: string) => mirrorAuthority({ kind: 'shadow' }, authority);
  expect(['a', 'a:80', 'a:', '[::1]', '[::1]:80'].map(marked)).toEqual([
    'a-shadow',
    'a-shadow:80',
    'a-shadow:',
    '[::1]-shadow',
    '[::1]-shadow:80',
  ]);
});
