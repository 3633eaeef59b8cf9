import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { XdsEvent } from '../../../lib/xds/server/xds-event.js';
import { callMesh } from '../../support/call-mesh.js';
import { eventually } from '../../support/eventually.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { startLoad } from '../../support/start-load.js';
import { findTool } from '../../support/tools.js';
import { startServedMesh } from '../../support/xds/served-mesh.js';

const envoy = await findTool('envoy');
const variants = ['delta', 'sotw'] as const;
const node = 'client/v1';

/** A mesh in which the client's requests go to versions by weight. */
const sendingTo = (...weights: readonly number[]): MeshIr =>
  callMesh([
    meshIr.httpRoute('split', {
      kind: 'forward',
      destinations: weights.map((weight, index) => ({
        destination: { kind: 'version', service: 'reviews', version: `v${String(index + 1)}` },
        weight,
      })),
    }),
  ]);

/** A mesh in which reviews has but one version. */
const onlyVersion = (version: number): MeshIr => {
  const name = `v${String(version)}`;
  const fallback = meshIr.httpRoute('fallback', { kind: 'version', service: 'reviews', version: name });
  return callMesh([], { reviews: { routes: [fallback] } });
};

/** What was sent, as `type: names`, with a minus for what was removed. */
const sent = (events: readonly XdsEvent[]): readonly string[] =>
  events.flatMap((event) =>
    event.kind === 'sent'
      ? [
          `${event.type.split('.').at(-1) ?? ''}: ${[...event.names, ...event.removed.map((name) => `-${name}`)].join()}`,
        ]
      : [],
  );

test.skipIf(envoy.isMissing).each(variants)('%s: a route that changes under load fails no request', async (variant) => {
  const { mesh, change, events } = await startServedMesh({
    envoy: envoy.path,
    variant,
    proxies: [node],
    ir: sendingTo(100, 0),
  });
  const url = `${mesh.url(node, 'reviews/http')}/`;
  const load = startLoad(url);
  events.length = 0;
  for (let step = 1; step <= 20; step++) {
    change(sendingTo(100 - step * 5, step * 5));
    await sleep(25);
  }
  await eventually(async () => (await request(url)).headers['x-instance'] === 'reviews/v2');
  const { statuses } = await load.stop();
  expect([...statuses.keys()]).toEqual([200]);
  expect(statuses.get(200)).toBeGreaterThan(20);
  expect(new Set(sent(events))).toEqual(new Set(['RouteConfiguration: outbound/reviews/http']));
  expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([]);
});

test.skipIf(envoy.isMissing).each(variants)(
  '%s: a refused resource is told with node, type, name and reason, and Envoy serves on',
  async (variant) => {
    const { mesh, serve, change, events } = await startServedMesh({
      envoy: envoy.path,
      variant,
      proxies: [node],
      ir: sendingTo(100),
    });
    const url = `${mesh.url(node, 'reviews/http')}/`;
    expect((await request(url)).echo.instance).toBe('reviews/v1');
    serve(node, (resources) => ({
      ...resources,
      routes: resources.routes.map((route) => ({
        ...route,
        virtual_hosts: [
          { name: 'one', domains: ['*'] },
          { name: 'two', domains: ['*'] },
        ],
      })),
    }));
    await eventually(() => events.some(({ kind }) => kind === 'rejected'));
    expect(events.filter(({ kind }) => kind === 'rejected')).toEqual([
      expect.objectContaining({
        nodeId: node,
        type: resourceTypeUrls.routeConfiguration,
        names: ['outbound/reviews/http'],
        error: expect.objectContaining({ message: expect.stringContaining('wildcard domain') as string }) as object,
      }),
    ]);
    expect((await request(url)).echo.instance).toBe('reviews/v1');
    change(sendingTo(0, 100));
    await eventually(async () => (await request(url)).headers['x-instance'] === 'reviews/v2');
  },
);

test.skipIf(envoy.isMissing).each(variants)(
  '%s: a server that is killed and started anew costs no request',
  async (variant) => {
    const { mesh, restart, events } = await startServedMesh({
      envoy: envoy.path,
      variant,
      proxies: [node],
      ir: sendingTo(100, 0),
    });
    const url = `${mesh.url(node, 'reviews/http')}/`;
    const load = startLoad(url);
    await sleep(200);
    events.length = 0;
    await restart(sendingTo(0, 100));
    await eventually(async () => (await request(url)).headers['x-instance'] === 'reviews/v2', 25_000);
    const { statuses } = await load.stop();
    expect([...statuses.keys()]).toEqual([200]);
    if (variant === 'delta') expect(sent(events)).toEqual(['RouteConfiguration: outbound/reviews/http']);
    // All clusters are as they were, so their version is too.
    else expect(sent(events).filter((line) => line.startsWith('Cluster:'))).toEqual([]);
  },
);

test.skipIf(envoy.isMissing).each(variants)(
  '%s: clusters that come and go under load fail no request, and go last',
  async (variant) => {
    const { mesh, change, events } = await startServedMesh({
      envoy: envoy.path,
      variant,
      proxies: [node],
      ir: sendingTo(100),
    });
    const url = `${mesh.url(node, 'reviews/http')}/`;
    const load = startLoad(url);
    events.length = 0;
    for (let step = 0; step < 10; step++) {
      for (const version of [2, 1]) {
        change(onlyVersion(version));
        await eventually(async () => (await request(url)).headers['x-instance'] === `reviews/v${String(version)}`);
      }
    }
    const { statuses } = await load.stop();
    expect([...statuses.keys()]).toEqual([200]);
    const [first = '', second = ''] =
      variant === 'delta'
        ? ['reviews/v2/http', '-reviews/v1/http']
        : ['inbound/http,reviews/v1/http,reviews/v2/http', 'inbound/http,reviews/v2/http'];
    expect(sent(events).slice(0, 4)).toEqual([
      `Cluster: ${first}`,
      'ClusterLoadAssignment: reviews/v2/http',
      'RouteConfiguration: outbound/reviews/http',
      `Cluster: ${second}`,
    ]);
  },
);

test.skipIf(envoy.isMissing).each(variants)('%s: a cluster that changes is warmed at once', async (variant) => {
  const { mesh, serve } = await startServedMesh({ envoy: envoy.path, variant, proxies: [node], ir: sendingTo(100) });
  serve(node, (resources) => ({
    ...resources,
    clusters: resources.clusters.map((cluster) => ({ ...cluster, connect_timeout: '7s' })),
  }));
  // Left alone Envoy would wait 15 s for endpoints, longer than this does.
  await eventually(async () => {
    const active = await mesh.admin(node, '/config_dump?resource=dynamic_active_clusters');
    return active.includes('"connect_timeout": "7s"') && !active.includes('"connect_timeout": "5s"');
  });
  expect(await mesh.admin(node, '/stats?filter=warming_clusters')).toContain('warming_clusters: 0');
});

test.skipIf(envoy.isMissing).each(variants)(
  '%s: one bad cluster among good ones is found, and they arrive',
  async (variant) => {
    const { mesh, serve, events } = await startServedMesh({
      envoy: envoy.path,
      variant,
      proxies: [node],
      ir: sendingTo(100),
    });
    const added = ['a', 'b', 'd'].map((name): Cluster => ({ name, connect_timeout: '1s', type: 'STATIC' }));
    // The types know that only clusters of type EDS may have this; so does Envoy.
    const bad = {
      name: 'c',
      connect_timeout: '1s',
      type: 'STATIC',
      eds_cluster_config: { service_name: 'c' },
    } as Cluster;
    serve(node, (resources) => ({ ...resources, clusters: [...resources.clusters, ...added, bad] }));
    const has = (name: string) => async () => (await mesh.admin(node, '/clusters')).includes(`${name}::`);
    for (const name of ['a', 'b', 'd']) await eventually(has(name));
    await eventually(() => events.some((event) => event.kind === 'rejected' && event.names.length === 1));
    const last = events.findLast(({ kind }) => kind === 'rejected');
    expect(last).toMatchObject({ nodeId: node, type: resourceTypeUrls.cluster, names: ['c'] });
    expect((await request(`${mesh.url(node, 'reviews/http')}/`)).status).toBe(200);
  },
);
