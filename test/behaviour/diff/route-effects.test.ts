import { pack } from 'envoy-config-types';
import type { DirectResponseAction, Route, RouteAction } from 'envoy-config-types/envoy/config/route/v3';
import { expect, test } from 'vitest';
import { routeEffects } from '../../../lib/behaviour/diff/route-effects.js';
import { readHttpManager } from '../../../lib/simulate/read-http-manager.js';
import { readProxy } from '../../../lib/simulate/proxy/read-proxy.js';

/** What the only route of a listener does, in words; no cluster has an endpoint. */
function effect(action: Pick<Route, 'route' | 'direct_response'>): string {
  const manager = pack('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: 'test',
    route_config: {
      virtual_hosts: [{ name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, ...action } as Route] }],
    },
  });
  const clusters = [{ name: 'a' }, { name: 'b' }];
  const proxy = readProxy({ name: 'p', listeners: [], routes: [], clusters, endpoints: [] });
  const place = {
    proxy,
    manager: readHttpManager({ name: 'l', manager, routes: [], clusters: new Set(['a', 'b']) }),
    network: { proxy: () => undefined, find: () => undefined },
  };
  const { fallback } = place.manager.routes.domains;
  return routeEffects(place)(fallback?.routes[0]).text;
}

const forward = (fields: Partial<RouteAction>) => effect({ route: { cluster: 'a', ...fields } as RouteAction });
const answer = (fields: Partial<DirectResponseAction>) => effect({ direct_response: { status: 200, ...fields } });

test('tells routes apart that mirror to something else, to more, or under another host', () => {
  const mirror = { cluster_header: 'x-to' };
  const texts = [
    forward({}),
    forward({ request_mirror_policies: [mirror] }),
    forward({ request_mirror_policies: [mirror, mirror] }),
    forward({ request_mirror_policies: [{ ...mirror, disable_shadow_host_suffix_append: true }] }),
    forward({ request_mirror_policies: [{ ...mirror, host_rewrite_literal: 'm.z' }] }),
    forward({ request_mirror_policies: [{ ...mirror, runtime_fraction: { default_value: { numerator: 5 } } }] }),
  ];
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts[5]).toContain('mirrors: 5% to what header x-to names, with -shadow behind its host');
});

test('takes no account of the order of mirrors, nor of those that copy nothing', () => {
  const [one, two] = [{ cluster_header: 'x-one' }, { cluster_header: 'x-two' }];
  const none = { cluster: 'b', runtime_fraction: { default_value: { numerator: 0 } } };
  expect(forward({ request_mirror_policies: [one, two] })).toBe(forward({ request_mirror_policies: [two, none, one] }));
});

test('tells answers apart by how they fill their body', () => {
  const format = (inline_string: string, omit_empty_values = false) => ({
    body_format: { text_format_source: { inline_string }, omit_empty_values },
  });
  const texts = [
    answer({}),
    answer({ body: { inline_string: '%REQ(x-a)%' } }),
    answer(format('%REQ(x-a)%')),
    answer(format('%REQ(x-a):2%')),
    answer(format('%%REQ(x-a)%%')),
    answer(format('%REQ(x-a)%', true)),
  ];
  expect(new Set(texts).size).toBe(texts.length);
});
