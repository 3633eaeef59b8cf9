import { expect, test } from 'vitest';
import { createJsonTextCache } from '../../lib/envoy-resources/json-text-cache.js';
import { proxyFiles } from '../../lib/envoy-resources/proxy-files.js';
import type { ProxyConfig } from '../../lib/envoy-resources/proxy-config.js';
import { resourceFileName } from '../../lib/envoy-resources/resource-file-name.js';

function config(weight = 1): ProxyConfig {
  return {
    name: 'client',
    kind: 'service',
    bootstrap: { node: { id: 'client' } },
    resources: {
      listeners: [{ name: 'outbound' }],
      clusters: [{ name: 'b' }, { name: 'a' }],
      routes: [
        { name: 'outbound/80', virtual_hosts: [] },
        { name: 'outbound/81', max_direct_response_body_size_bytes: weight },
      ],
      endpoints: [{ cluster_name: 'reviews/v1/http' }],
    },
    origins: {},
  };
}

test('writes the bootstrap, lists of listeners and clusters, and a file for each route configuration and its like', () => {
  expect([...proxyFiles(config()).keys()]).toEqual([
    'bootstrap.json',
    'cds.json',
    'eds-reviews.v1.http.json',
    'lds.json',
    'rds-outbound.80.json',
    'rds-outbound.81.json',
  ]);
});

test('writes what Envoy reads as a discovery response', () => {
  const text = proxyFiles(config()).get('cds.json') ?? '';
  expect(JSON.parse(text)).toEqual({
    resources: [
      { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: 'b' },
      { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: 'a' },
    ],
    type_url: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
    version_info: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
  });
  // Laid out for readers, as if it had been written in one piece.
  expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
});

test('changes the bytes of the file that changed and of no other', () => {
  const before = proxyFiles(config());
  const after = proxyFiles(config(2));
  const differing = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
  expect(differing).toEqual(['rds-outbound.81.json']);
});

test('gives the same version to the same content in any layout', () => {
  const version = (layout: 'indented' | 'compact') =>
    /"version_info": ?"(\w+)"/.exec(proxyFiles(config(), createJsonTextCache(layout)).get('cds.json') ?? '')?.[1];
  expect(version('compact')).toBe(version('indented'));
});

test('names files legally for a ConfigMap, and never two resources alike', () => {
  const names = [
    'a/b',
    'a.b',
    'a_b',
    'A/b',
    'a-b',
    'ä',
    'a'.repeat(300),
    `${'a'.repeat(299)}b`,
    'external/api/http/b.example.com',
  ];
  const files = names.map((name) => resourceFileName('rds', name));
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(names.length);
  for (const file of files) expect(file).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
});
