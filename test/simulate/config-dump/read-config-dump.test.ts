import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readConfigDump, type ReadConfigDump } from '../../../lib/simulate/config-dump/read-config-dump.js';
import { readEndpointFile } from '../../../lib/simulate/config-dump/read-endpoint-file.js';

const file = 'test/fixtures/config-dump/sidecar-of-istio.json';
const text = readFileSync(file, 'utf8');
const prefix = 'type.googleapis.com/envoy.admin.v3.';

test('reads active resources of every section, and whose they are', () => {
  const { dump, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  expect(dump?.addresses).toEqual(['10.244.0.5']);
  expect(dump?.proxy.name).toBe('productpage-v1-7d5b.default');
  expect(dump?.proxy.listeners.map(({ name }) => name)).toEqual(['virtualOutbound', '0.0.0.0_9080']);
  expect(dump?.proxy.routes.map(({ name }) => name)).toEqual(['9080']);
  expect(dump?.proxy.clusters).toHaveLength(5);
  expect(dump?.proxy.endpoints).toHaveLength(1);
});

test('reads static resources once, though the bootstrap has them too', () => {
  const listener = { name: 'one', address: { socket_address: { address: '127.0.0.1', port_value: 80 } } };
  const { dump } = readSections({
    Bootstrap: { bootstrap: { static_resources: { listeners: [listener] } } },
    Listeners: { static_listeners: [{ listener }] },
  });
  expect(dump?.proxy.listeners).toEqual([listener]);
  expect(dump?.proxy.bootstrap).toEqual({});
  expect(dump?.proxy.name).toBe('dump.json');
});

test.each([
  ['not JSON', '{"configs": [', /^dump\.json is not JSON: /],
  ['another document', '{"kind": "Pod"}', /has no list "configs"$/],
  ['a list of nothing known', '{"configs": [{"@type": "x"}, 1, null]}', /no section of a dump$/],
  [
    'camel case',
    JSON.stringify({ configs: [{ '@type': `${prefix}ListenersConfigDump`, staticListeners: [] }] }),
    /in camel case/,
  ],
])('refuses %s', (_what, given, message) => {
  const { dump, diagnostics } = read(given);
  expect(dump).toBeUndefined();
  expect(diagnostics).toMatchObject([
    { slug: 'config-dump-malformed', message: expect.stringMatching(message) as string },
  ]);
});

test.each([{ filter_chains: 5 }, { address: 'here', listener_filters: {} }])(
  'refuses a dump that somebody changed: %j',
  (listener) => {
    const { dump, diagnostics } = readSections({ Listeners: { static_listeners: [{ listener }] } });
    expect(dump).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        slug: 'config-dump-malformed',
        message: expect.stringMatching(/holds a resource that no Envoy writes/) as string,
      },
    ]);
  },
);

test('refuses a dump without listeners', () => {
  const { dump, diagnostics } = readSections({ Bootstrap: { bootstrap: {} } });
  expect(dump).toBeUndefined();
  expect(diagnostics.map(({ slug }) => slug)).toEqual(['config-dump-without-listener']);
});

test('warns of endpoints that are missing, of refused updates and of scoped routes', () => {
  const { diagnostics } = readSections({
    Listeners: {
      static_listeners: [{ listener: { name: 'one' } }],
      dynamic_listeners: [{ name: 'two', error_state: { details: 'no' } }],
    },
    Clusters: { dynamic_active_clusters: [{ cluster: { name: 'c', type: 'EDS' } }] },
    ScopedRoutes: { dynamic_scoped_route_configs: [{ name: 'scoped' }] },
  });
  expect(diagnostics.map(({ slug, message }) => [slug, message])).toEqual([
    ['config-dump-incomplete', 'dump.json has no endpoints, and 1 of its clusters take theirs from EDS'],
    [
      'config-dump-incomplete',
      'dump.json holds an update of listeners that Envoy refused; what runs is the state before',
    ],
    [
      'config-dump-incomplete',
      'dump.json has scoped routes, which are not read: requests that they are for are said to be unknown',
    ],
  ]);
});

test.each([
  ['a list', [{ cluster_name: 'a' }]],
  ['an answer of EDS', { resources: [{ cluster_name: 'a' }] }],
  ['a dump', { configs: [{ dynamic_endpoint_configs: [{ endpoint_config: { cluster_name: 'a' } }] }] }],
])('reads endpoints out of %s', (_what, value) => {
  expect(readEndpointFile(JSON.stringify(value), 'eds.json')).toEqual({
    endpoints: [{ cluster_name: 'a' }],
    diagnostics: [],
  });
});

test('refuses a file without endpoints', () => {
  for (const given of ['{', '{}', '[1]'])
    expect(readEndpointFile(given, 'eds.json').diagnostics.map(({ slug }) => slug)).toEqual(['config-dump-malformed']);
});

function read(given: string): ReadConfigDump {
  return readConfigDump(given, { name: 'dump.json', endpoints: [] });
}

function readSections(sections: Readonly<Record<string, object>>): ReadConfigDump {
  const configs = Object.entries(sections).map(([kind, section]) => ({
    '@type': `${prefix}${kind}ConfigDump`,
    ...section,
  }));
  return read(JSON.stringify({ configs }));
}
