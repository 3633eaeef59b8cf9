import { createCodec } from 'envoy-config-types/codec';
import { expect, test } from 'vitest';
import { endpointTargets } from '../../../lib/control-plane/endpoints/endpoint-targets.js';
import { compileGroups } from '../../../lib/control-plane/groups/compile-groups.js';
import { createGroupTable, type ConfiguredGroups } from '../../../lib/control-plane/groups/create-group-table.js';
import { servedPortRange } from '../../../lib/control-plane/plan-served-ports.js';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { createSnapshotEncoder } from '../../../lib/xds/encode-resources.js';
import { compiled } from '../../support/compiled.js';
import { memoryRegistry } from '../../support/registry/memory-registry.js';
import { meshIr } from '../../support/mesh-ir.js';

const codec = createCodec();

function configured(ir: MeshIr): ConfiguredGroups {
  const mesh = compiled(ir);
  const { groups } = compileGroups(mesh, { inboundAddress: '127.0.0.1', ports: servedPortRange });
  if (groups === undefined) throw new Error('the mesh is refused');
  return { configurations: groups, targets: endpointTargets(mesh) };
}

/** `a` and `b` call `c`, `b` calls `d` too; nobody calls `a`. */
const fourServices = meshIr.mesh({
  services: [
    meshIr.service('a', { calls: [meshIr.call('c')] }),
    meshIr.service('b', { calls: [meshIr.call('c'), meshIr.call('d')] }),
    meshIr.service('c'),
    meshIr.service('d'),
  ],
});

function start(ir = fourServices) {
  const registry = memoryRegistry();
  const table = createGroupTable(createSnapshotEncoder(codec));
  const changes = table.configure(configured(ir), registry.content());
  return { registry, table, changes };
}

test('makes a group for each version, each gateway and the gRPC clients of each service', () => {
  const { changes } = start(meshIr.mesh({ ...fourServices, gateways: [meshIr.gateway('front')] }));
  expect([...changes.set.keys()].sort()).toEqual([
    'gateway~front',
    'grpc~a',
    'grpc~b',
    'grpc~c',
    'grpc~d',
    'sidecar~a/v1',
    'sidecar~b/v1',
    'sidecar~c/v1',
    'sidecar~d/v1',
  ]);
});

test('a change of instances concerns those groups only that call the service, and in them the endpoints only', () => {
  const { registry, table } = start();
  const before = table.groups();
  registry.put('d/1', 80, { version: 'v1' });
  const { set, removed } = table.update(registry.content());
  expect([...set.keys()]).toEqual(['sidecar~b/v1']);
  expect(removed).toEqual([]);
  const old = before.get('sidecar~b/v1')?.snapshot;
  const changed = set.get('sidecar~b/v1')?.snapshot;
  const { clusterLoadAssignment: endpoints, cluster } = resourceTypeUrls;
  expect(changed?.[cluster].get('d/v1/http')).toBe(old?.[cluster].get('d/v1/http'));
  const differing = [...(changed?.[endpoints] ?? [])].filter(([name, each]) => old?.[endpoints].get(name) !== each);
  expect(differing.map(([name]) => name)).toEqual(['d/v1/http']);
});

test('a service that no mesh declares concerns nobody', () => {
  const { registry, table } = start();
  registry.put('elsewhere/1', 80);
  expect(table.update(registry.content()).set.size).toBe(0);
});

test('what two callers have in common is encoded once', () => {
  const { table } = start();
  const resource = (group: string, type: keyof typeof resourceTypeUrls, name: string) =>
    table.groups().get(group)?.snapshot[resourceTypeUrls[type] as typeof resourceTypeUrls.cluster].get(name);
  for (const [type, name] of [
    ['cluster', 'c/v1/http'],
    ['routeConfiguration', 'outbound/c/http'],
    ['clusterLoadAssignment', 'c/v1/http'],
  ] as const) {
    expect(resource('sidecar~a/v1', type, name)).toBeDefined();
    expect(resource('sidecar~a/v1', type, name)).toBe(resource('sidecar~b/v1', type, name));
  }
});

test('a mesh without a service takes its groups away', () => {
  const { registry, table } = start();
  const { removed } = table.configure(
    configured(meshIr.mesh({ services: [meshIr.service('c'), meshIr.service('d')] })),
    registry.content(),
  );
  expect(removed).toEqual(['sidecar~a/v1', 'sidecar~b/v1', 'grpc~a', 'grpc~b']);
});
