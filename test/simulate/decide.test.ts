import type { Route, RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalPath } from '../../lib/simulate/path/canonical-path.js';
import { ask } from './fixtures/ask.js';

const to = (cluster: string): Pick<Route, 'route'> & { route: { cluster: string } } => ({ route: { cluster } });
const host = (...routes: Route[]): RouteConfiguration => ({ virtual_hosts: [{ name: 'v', domains: ['*'], routes }] });

test('takes the exact domain, then the longest suffix, then the longest prefix, then the rest', () => {
  const domains = ['b.a.com', '*.a.com', '*.com', 'b.*', 'b.a.*', '*'];
  const table = { virtual_hosts: domains.map((domain) => ({ name: domain, domains: [domain] })) };
  const virtualHost = (authority: string) => ask(table, { authority }).virtualHost;
  expect(['B.a.com', 'c.a.com', 'x.com', 'b.net', 'b.a.net', '.a.com', 'x'].map(virtualHost)).toEqual([
    'b.a.com',
    '*.a.com',
    '*.com',
    'b.*',
    'b.a.*',
    '*.com',
    '*',
  ]);
});

test('gives exact probabilities in lowest terms', () => {
  const clusters = [
    { name: 'a', weight: 2 },
    { name: 'b', weight: 4 },
    { name: 'none', weight: 0 },
  ];
  const { outcome } = ask(host({ match: { prefix: '/' }, route: { weighted_clusters: { clusters } } }), {});
  expect(outcome).toMatchObject({
    destinations: [
      { cluster: 'a', probability: { numerator: 1, denominator: 3 } },
      { cluster: 'b', probability: { numerator: 2, denominator: 3 } },
    ],
  });
});

test("reports Envoy's defaults", () => {
  const retry = { retry_on: '5xx, reset' };
  const { outcome } = ask(host({ match: { prefix: '/' }, route: { cluster: 'a', retry_policy: retry } }), {});
  expect(outcome).toMatchObject({
    requestTimeoutMs: 15_000,
    idleTimeoutMs: 300_000,
    retries: { on: ['5xx', 'reset'], attempts: 1, perTryTimeoutMs: 'none', backOffBaseMs: 25, backOffMaxMs: 250 },
  });
});

test('says what it does not know', () => {
  const table = host({ match: { prefix: '/' }, route: { cluster: 'a', internal_redirect_policy: {} } });
  const decision = ask(table, {}, { via: 'me', http_filters: [{ name: 'lua' }] });
  expect(decision.unknown).toEqual([
    'listener "test": via',
    'route 0 "" of virtual host "v": route.internal_redirect_policy',
    'filter "lua"',
  ]);
});

test('passes a route whose condition it cannot decide, and says so', () => {
  const half = { default_value: { numerator: 50 } };
  const table = host(
    { name: 'half', match: { prefix: '/', runtime_fraction: half }, ...to('a') },
    { name: 'rest', match: { prefix: '/' }, ...to('b') },
  );
  const decision = ask(table, {});
  expect(decision.route?.name).toBe('rest');
  expect(decision.unknown).toEqual(['route 0 "half" of virtual host "v": match.runtime_fraction']);
});

test('finds by its index the route that a scan finds', () => {
  const text = fc.constantFrom('/', '/a', '/a/', '/ab', '/a/b', '/A', '/b', '/a/b/c');
  const match = fc.oneof<fc.Arbitrary<Route['match']>[]>(
    fc.record({ path: text, case_sensitive: fc.boolean() }),
    fc.record({ prefix: text, case_sensitive: fc.boolean() }),
    fc.constantFrom('/a', '/ab', '/a/b').map((prefix) => ({ path_separated_prefix: prefix })),
    fc.constantFrom('/a.*', '/ab?', '/a/[bc]', '/(a|b).*', '/a+').map((regex) => ({ safe_regex: { regex } })),
  );
  fc.assert(
    fc.property(fc.array(match, { minLength: 1, maxLength: 12 }), text, (matches, path) => {
      const routes = matches.map((each, index) => ({ name: String(index), match: each, ...to('a') }));
      const scanned = routes.find((route) => ask(host(route), { path }).route !== undefined);
      expect(ask(host(...routes), { path }).route?.name).toBe(scanned?.name);
    }),
  );
});

test('normalises a normalised path to itself', () => {
  const part = fc.constantFrom('a', '..', '.', '', '%2e', '%61', '%2F', 'a\\b', '..;x', '|', '%zz');
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const once = canonicalPath(`/${parts.join('/')}`);
      expect(once === undefined ? undefined : canonicalPath(once)).toBe(once);
    }),
  );
});
