import { expect, it } from 'vitest';
import {
  latencyReport,
  type EntryPointName,
  type EstimatedEntryPoint,
  type LatencyReport,
} from '../../../lib/analysis/latency/latency-report.js';
import type { EffectiveMesh } from '../../../lib/ir/effective-mesh.js';
import { compiled, loadedCall, loadedMesh, pacedService, pacedVersion } from '../../support/latency/loaded-mesh.js';
import { meshIr } from '../../support/mesh-ir.js';

function firstEntry(mesh: EffectiveMesh): EntryPointName & EstimatedEntryPoint {
  const [entry] = latencyReport(mesh).entryPoints;
  if (entry?.kind !== 'estimated') throw new Error('the entry point is not estimated');
  return entry;
}

function utilisations({ stations }: LatencyReport): Readonly<Record<string, { least: number; most: number }>> {
  return Object.fromEntries(
    stations.map(({ service, version, utilisation }) => [`${service}/${version}`, utilisation]),
  );
}

const toVersion = (service: string, version: string) => ({ kind: 'version', service, version }) as const;

it('adds up own time, waiting and calls along a chain', () => {
  // web: 50/s at 10 ms, M/M/1: 20 ms. cart twice a request: 100/s at 5 ms: 10 ms each.
  const mesh = loadedMesh([pacedService('web', 10, { calls: [loadedCall('cart', 2)] }), pacedService('cart', 5)], 50);
  const { meanLatencyMs, criticalPath } = firstEntry(mesh);
  expect(meanLatencyMs.least).toBeCloseTo(20 + 2 * 10, 9);
  expect(meanLatencyMs.most).toBeCloseTo(meanLatencyMs.least, 12);
  expect(criticalPath).toEqual([
    expect.objectContaining({ caller: 'front', service: 'web', version: 'v1', requests: 1, serviceMs: 10 }),
    expect.objectContaining({ caller: 'web', service: 'cart', version: 'v1', requests: 2, serviceMs: 10 }),
  ]);
  expect(criticalPath.map(({ waitingMs }) => Math.round(waitingMs))).toEqual([10, 10]);
});

it('counts payloads by size and bandwidth, both ways, and the round trip', () => {
  // (1000 + 4000) bytes at 1 Mbit/s are 40 ms.
  const transfer = { requestSizeBytes: 1000, responseSizeBytes: 4000, bandwidthBitsPerSecond: 1e6, roundTripMs: 2 };
  const web = pacedService('web', 10, { calls: [meshIr.call('cart', { load: { requestsPerRequest: 1, transfer } })] });
  const { meanLatencyMs, criticalPath } = firstEntry(loadedMesh([web, pacedService('cart', 5)], 1e-9));
  expect(meanLatencyMs.least).toBeCloseTo(10 + 42 + 5, 6);
  expect(criticalPath.map(({ transferMs }) => transferMs)).toEqual([0, 42]);
});

it('waits only for the longest of the calls that are made at the same time', () => {
  const calls = [loadedCall('a', 1, 'page'), loadedCall('b', 1, 'page'), loadedCall('c')];
  const mesh = loadedMesh(
    [pacedService('web', 1, { calls }), pacedService('a', 10), pacedService('b', 20), pacedService('c', 3)],
    1e-9,
  );
  const { meanLatencyMs, criticalPath } = firstEntry(mesh);
  expect(meanLatencyMs.least).toBeCloseTo(1 + 20 + 3, 6);
  expect(criticalPath.map(({ service }) => service)).toEqual(['web', 'b', 'c']);
});

it('weighs the versions of a split by their shares', () => {
  const split = [
    { destination: toVersion('web', 'v1'), weight: 90 },
    { destination: toVersion('web', 'v2'), weight: 10 },
  ];
  const web = meshIr.service('web', {
    versions: [pacedVersion('v1', 10), pacedVersion('v2', 30)],
    routes: [meshIr.httpRoute('split', { kind: 'forward', destinations: split })],
  });
  const mesh = loadedMesh([web], 20);
  const report = latencyReport(mesh);
  // v1: 18/s at 10 ms: 0.18 busy; v2: 2/s at 30 ms: 0.06 busy.
  expect(utilisations(report)['web/v1']?.least).toBeCloseTo(0.18, 9);
  expect(utilisations(report)['web/v2']?.most).toBeCloseTo(0.06, 9);
  expect(firstEntry(mesh).meanLatencyMs.least).toBeCloseTo(0.9 * (10 / 0.82) + 0.1 * (30 / 0.94), 9);
});

it('spreads what may go to any version over the pods', () => {
  const web = meshIr.service('web', {
    versions: [
      pacedVersion('v1', 10, { replicas: 3 }),
      pacedVersion('v2', 10),
      pacedVersion('v3', 10, { replicas: 0 }),
    ],
  });
  const { stations } = latencyReport(loadedMesh([web], 40));
  expect(stations.map(({ version, requestsPerSecond }) => [version, requestsPerSecond.least])).toEqual([
    ['v1', 30],
    ['v2', 10],
  ]);
});

it('says what lies between, where routes decide by what requests hold', () => {
  const web = meshIr.service('web', {
    versions: [pacedVersion('v1', 10), pacedVersion('v2', 30)],
    routes: [
      meshIr.httpRoute('beta', toVersion('web', 'v2'), {
        match: meshIr.match({ headers: [{ name: 'x-beta', matcher: { kind: 'present' }, negate: false }] }),
      }),
      meshIr.httpRoute('rest', toVersion('web', 'v1')),
    ],
  });
  const mesh = loadedMesh([web], 20);
  const { meanLatencyMs, maxRequestsPerSecond, bottleneck } = firstEntry(mesh);
  // Nobody knows how many are beta users: all of them, or none.
  expect(meanLatencyMs.least).toBeCloseTo(10, 9);
  expect(meanLatencyMs.most).toBeCloseTo(30 / 0.4, 9);
  expect(maxRequestsPerSecond.least).toBeCloseTo(1000 / 30, 9);
  expect(bottleneck).toBe('web/v2');
  expect(utilisations(latencyReport(mesh))['web/v2']).toEqual({ least: 0, most: expect.closeTo(0.6, 9) as number });
});

it('finds the rate at which the first station is busy all the time', () => {
  const services = [
    pacedService('web', 5, { calls: [loadedCall('cart', 3)] }),
    meshIr.service('cart', { versions: [pacedVersion('v1', 4, { replicas: 2 })] }),
  ] as const;
  const { maxRequestsPerSecond, bottleneck } = firstEntry(loadedMesh(services, 1));
  expect(bottleneck).toBe('cart/v1'); // 500 a second, three for each request
  expect(maxRequestsPerSecond.least).toBeCloseTo(500 / 3, 9);
  const atMost = latencyReport(loadedMesh(services, maxRequestsPerSecond.least));
  expect(utilisations(atMost)['cart/v1']?.least).toBeCloseTo(1, 12);
});

it('adds up the load of all entry points', () => {
  const rule = (name: string, path: string, requestsPerSecond: number) =>
    meshIr.httpRoute(
      name,
      { kind: 'service', service: 'web' },
      { match: meshIr.match({ paths: [{ kind: 'prefix', value: path }] }), objectives: { requestsPerSecond } },
    );
  const report = latencyReport(
    compiled({
      services: [pacedService('web', 10)],
      gateways: [meshIr.gateway('front', { routes: [rule('a', '/a', 30), rule('b', '/b', 20)] })],
    }),
  );
  expect(report.entryPoints.map(({ route, requestsPerSecond }) => [route, requestsPerSecond])).toEqual([
    ['a', 30],
    ['b', 20],
  ]);
  expect(utilisations(report)['web/v1']?.least).toBeCloseTo(0.5, 12);
});

it('takes an external service for a delay that no load changes', () => {
  const web = pacedService('web', 1, {
    calls: [meshIr.call('pages', { callee: { kind: 'external-service', name: 'pages' } })],
  });
  const externalServices = [meshIr.externalService('pages', { responseTimeMs: 80 })];
  const { meanLatencyMs, bottleneck } = firstEntry(loadedMesh([web], 100, { externalServices }));
  expect(meanLatencyMs.least).toBeCloseTo(80 + 1 / 0.9, 9);
  expect(bottleneck).toBe('web/v1');
});

it('names the stations of which nobody said how fast they are', () => {
  const web = pacedService('web', 1, { calls: [loadedCall('cart'), loadedCall('stock', 0)] });
  const { withoutServiceTime } = firstEntry(loadedMesh([web, meshIr.service('cart'), meshIr.service('stock')], 1));
  expect(withoutServiceTime).toEqual(['cart/v1']);
});

it('does not count what a service declares only for its rules to hand on to', () => {
  const web = pacedService('web', 1, {
    calls: [meshIr.call('old')],
    routes: [
      meshIr.httpRoute(
        'old',
        { kind: 'service', service: 'old' },
        { match: meshIr.match({ paths: [{ kind: 'prefix', value: '/old' }] }) },
      ),
    ],
  });
  const { meanLatencyMs, maxRequestsPerSecond } = firstEntry(loadedMesh([web, pacedService('old', 50)], 1e-9));
  expect(meanLatencyMs.least).toBeCloseTo(1, 6);
  expect(meanLatencyMs.most).toBeCloseTo(50, 6);
  expect(maxRequestsPerSecond.least).toBeCloseTo(20, 9);
});

it('refuses to add up services that call each other in a circle, and names them', () => {
  const mesh = loadedMesh(
    [
      pacedService('web', 1, { calls: [loadedCall('cart')] }),
      pacedService('cart', 1, { calls: [loadedCall('stock')] }),
      pacedService('stock', 1, { calls: [loadedCall('cart')] }),
    ],
    10,
  );
  expect(latencyReport(mesh).entryPoints).toEqual([
    { kind: 'circular', gateway: 'front', route: 'all', requestsPerSecond: 10, circle: ['cart', 'stock'] },
  ]);
});

it('has no limit and no latency where nothing is said', () => {
  const { maxRequestsPerSecond, meanLatencyMs, bottleneck } = firstEntry(loadedMesh([meshIr.service('web')], 10));
  expect({ maxRequestsPerSecond, meanLatencyMs, bottleneck }).toEqual({
    maxRequestsPerSecond: { least: Infinity, most: Infinity },
    meanLatencyMs: { least: 0, most: 0 },
    bottleneck: undefined,
  });
});
