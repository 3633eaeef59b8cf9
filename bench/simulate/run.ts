import { pack } from 'envoy-config-types';
import type { Route } from 'envoy-config-types/envoy/config/route/v3';
import { decide } from '../../lib/simulate/decide.js';
import { readHttpManager } from '../../lib/simulate/read-http-manager.js';
import type { HttpManager } from '../../lib/simulate/http-manager.js';

/** What one table size costs. */
export interface SimulateRow {
  readonly routes: number;
  readonly decisionsPerSecond: number;
  readonly readMs: number;
}

/**
 * Measures decisions on one core: tables of exact paths, segment prefixes, prefixes with a header and regular
 * expressions in equal parts, asked for each of their routes in turn.
 *
 * @param rounds runs of each size; the median is kept
 */
export function measureSimulate(sizes: readonly number[], rounds: number): readonly SimulateRow[] {
  return sizes.map((routes) => {
    const start = performance.now();
    const listener = makeListener(routes);
    const readMs = performance.now() - start;
    const runs = Array.from({ length: rounds }, () => decisionsPerSecond(listener, routes)).sort((a, b) => a - b);
    return { routes, decisionsPerSecond: runs[Math.floor(rounds / 2)] ?? 0, readMs };
  });
}

function decisionsPerSecond(listener: HttpManager, routes: number): number {
  const decisions = 100_000;
  const start = performance.now();
  for (let index = 0; index < decisions; index++) {
    decide(listener, {
      method: 'GET',
      authority: 'shop.example',
      path: `/area-${(index * 7919) % routes}/item?page=1`,
      scheme: 'http',
      headers: [
        ['user-agent', 'bench'],
        ['x-tenant', 'blue'],
      ],
      source: '127.0.0.1',
      port: 80,
    });
  }
  return decisions / ((performance.now() - start) / 1000);
}

function makeListener(routes: number): HttpManager {
  const list = Array.from({ length: routes }, (_, index): Route => {
    const area = `/area-${index}`;
    const matches: readonly Route['match'][] = [
      { path: `${area}/item` },
      { path_separated_prefix: area },
      { prefix: `${area}/`, headers: [{ name: 'x-tenant', string_match: { exact: 'blue' } }] },
      { safe_regex: { regex: `${area}/[a-z]+` } },
    ];
    return { name: area, match: matches[index % 4] ?? { prefix: '/' }, route: { cluster: 'shop', timeout: '3s' } };
  });
  const manager = pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: 'bench',
    normalize_path: true,
    http_filters: [{ name: 'router', typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}) }],
    route_config: { virtual_hosts: [{ name: 'shop', domains: ['shop.example'], routes: list }] },
  });
  return readHttpManager({ name: 'bench', manager, routes: [], clusters: new Set(['shop']) });
}
