import { expect, test } from 'vitest';
import { readConfigDump } from '../../lib/simulate/config-dump/read-config-dump.js';
import { callMesh } from '../support/call-mesh.js';
import { startServedEnvoy } from '../support/control-plane/served-envoy.js';
import { shopIr } from '../support/explained-shop.js';
import { meshIr } from '../support/mesh-ir.js';
import { startApi, type TestApi } from '../support/mesh-api/start-api.js';
import { findTool } from '../support/tools.js';

const envoy = await findTool('envoy');
const node = 'sidecar~client/v1~1';
const nodePath = `/v1/proxies/${encodeURIComponent(node)}`;
const toReviews = callMesh([meshIr.httpRoute('all', { kind: 'service', service: 'reviews' })]);

const register = ({ operator }: TestApi, name: string, body: object = {}) => {
  const [service = '', id = ''] = name.split('/');
  const path = `/v1/services/${service}/instances/${id}`;
  return operator('PUT', path, { body: { address: '127.0.0.1', ports: { http: 9 }, ...body } });
};

test('sums up what is served, with and without a program', async () => {
  const none = await startApi();
  expect((await none.reader('GET', '/v1/mesh')).body).toMatchObject({
    services: [],
    groups: [],
    proxies: { connected: 0, synced: 0, pending: 0, refused: 0 },
    registry: { services: 0, instances: 0, backends: [{ kind: 'memory', canWrite: true }] },
  });
  const shop = await startApi({}, { ir: shopIr });
  await register(shop, 'cart/a', { version: 'v1' });
  await register(shop, 'cart/b', { version: 'v2', status: 'unhealthy' });
  const { body } = await shop.reader('GET', '/v1/mesh');
  expect(body).toMatchObject({ name: shopIr.name, version: shop.live.meshVersion() });
  expect((body as { services: unknown[] }).services).toContainEqual({
    name: 'cart',
    versions: ['v1', 'v2', 'idle'],
    ports: ['http'],
    instances: 2,
    healthy: 1,
  });
});

test('follows a request to the instances that there are now, by their weight', async () => {
  const api = await startApi({}, { ir: toReviews });
  const ask = async (): Promise<unknown> => {
    const { body } = await api.reader('POST', '/v1/simulate', { body: { from: 'client', to: 'reviews', url: '/' } });
    return (body as { results: { probability: number; end: { workload?: string; why?: string } }[] }).results.map(
      ({ probability, end }) => [end.workload ?? end.why, probability],
    );
  };
  expect(await ask()).toEqual([['no-endpoint', 1]]);
  await register(api, 'reviews/a', { version: 'v1', weight: 30 });
  await register(api, 'reviews/b', { weight: 10 });
  expect(await ask()).toEqual([
    ['reviews@v1', 0.75],
    ['reviews', 0.25],
  ]);
  await api.operator('POST', '/v1/services/reviews/instances/a/drain');
  expect(await ask()).toEqual([['reviews', 1]]);
});

test('explains a request with the lines of the program', async () => {
  const shop = await startApi({}, { ir: shopIr });
  await register(shop, 'cart/a', { version: 'v2' });
  const { status, body } = await shop.reader('POST', '/v1/explain', {
    body: { from: 'web', to: 'cart:http', url: '/x', headers: [['x-tester', 'yes']] },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: 1,
    request: { from: 'web', headers: expect.arrayContaining([['x-tester', 'yes']]) as unknown },
  });
  expect(JSON.stringify(body)).toContain('"line":12');
});

test.each<readonly [string, object, number, string]>([
  ['an unknown sender', { from: 'wep', url: '/' }, 422, 'did you mean'],
  [
    'a method that cannot be',
    { from: 'web', method: 'G T', url: 'http://cart:8080/' },
    422,
    'no such request can exist',
  ],
  ['a source that is no address', { from: 'web', url: '/', source: 'here' }, 400, 'body/source'],
  ['a header without a value', { from: 'web', url: '/', headers: [['x']] }, 400, 'body/headers/0'],
])('says why it cannot follow a request with %s', async (_what, body, status, detail) => {
  const { reader } = await startApi({}, { ir: shopIr });
  const answered = await reader('POST', '/v1/explain', { body });
  expect(answered).toMatchObject({ status, body: { detail: expect.stringContaining(detail) as string } });
});

test('follows no request where no mesh is served', async () => {
  const { reader } = await startApi();
  expect(await reader('POST', '/v1/simulate', { body: { from: 'web', url: '/' } })).toMatchObject({ status: 409 });
});

test('gives the configuration of a node in the form that explain reads, with its endpoints', async () => {
  const api = await startApi({}, { ir: toReviews });
  await register(api, 'reviews/a', { version: 'v1', ports: { http: 9080 } });
  await expect
    .poll(async () => JSON.stringify((await api.reader('GET', `${nodePath}/config`)).body))
    .toContain('"port_value":9080');
  const { body } = await api.reader('GET', `${nodePath}/config`);
  const { dump, diagnostics } = readConfigDump(JSON.stringify(body), { name: 'dump', endpoints: [] });
  expect(diagnostics).toEqual([]);
  expect(dump?.proxy.listeners.length).toBe(api.live.resourcesOf('sidecar~client/v1')?.listeners.length);
});

test('gives bootstraps to the nodes of groups that there are, and to no others', async () => {
  const { workload, reader, operator, live } = await startApi({}, { ir: shopIr });
  const own = encodeURIComponent('sidecar~cart/v1~host-1');
  const bootstrap = await workload('GET', `/v1/bootstrap/${own}`);
  expect(bootstrap).toMatchObject({ status: 200, body: { node: { id: 'sidecar~cart/v1~host-1' } } });
  expect(JSON.stringify(bootstrap.body)).toContain(String(live.xdsPort));
  expect((await workload('GET', `/v1/grpc-bootstrap/${encodeURIComponent('grpc~cart~1')}`)).status).toBe(200);
  for (const id of ['sidecar~nobody/v1~1', 'what', 'sidecar~cart/v9~1'])
    expect((await reader('GET', `/v1/bootstrap/${encodeURIComponent(id)}`)).status).toBe(404);
  expect((await operator('GET', '/v1/proxies/nobody')).status).toBe(404);
  expect((await operator('GET', '/v1/proxies/nobody/config')).status).toBe(404);
  expect((await operator('GET', '/v1/proxies/nobody/drift')).status).toBe(404);
});

test.each<readonly [string, unknown, number]>([
  ['that has no sections', { configs: [] }, 422],
  ['that is no dump', { configs: [{ '@type': 'type.googleapis.com/x.Y' }] }, 422],
  [
    'that is none of Envoy',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters: [{ cluster: { name: 7 } }],
        },
      ],
    },
    422,
  ],
  ['that has no list', {}, 400],
])('cannot compare a dump %s', async (_what, body, status) => {
  const { reader } = await startApi({}, { ir: toReviews });
  expect((await reader('POST', `${nodePath}/drift`, { body })).status).toBe(status);
});

test.skipIf(envoy.isMissing)(
  'tells of a real Envoy what it accepted, and how its own dump differs from what is served',
  async () => {
    const api = await startApi({}, { ir: toReviews });
    await register(api, 'reviews/a', { version: 'v1' });
    const { body: bootstrap } = await api.reader('GET', `/v1/bootstrap/${encodeURIComponent(node)}`);
    const proxy = await startServedEnvoy(envoy.path, bootstrap as object);
    await expect
      .poll(async () => (await api.reader('GET', '/v1/proxies?status=synced')).body, { timeout: 20_000 })
      .toMatchObject({ items: [{ nodeId: node, group: 'sidecar~client/v1', status: 'synced' }] });
    expect((await api.reader('GET', nodePath)).body).toMatchObject({ types: expect.arrayContaining([]) as unknown });
    expect((await api.reader('GET', `${nodePath}/drift`)).body).toMatchObject({ isInSync: true, differences: [] });

    const dump = await proxy.admin('/config_dump?include_eds');
    const same = await api.reader('POST', `${nodePath}/drift`, { body: dump });
    expect(same.body).toEqual({ nodeId: node, isInSync: true, differences: [], isComplete: true });

    // What the Envoy had before the registry changed is no longer what is served.
    await register(api, 'reviews/b', { version: 'v1', ports: { http: 10 } });
    const drift = async (): Promise<unknown> => (await api.reader('POST', `${nodePath}/drift`, { body: dump })).body;
    await expect.poll(drift).toMatchObject({
      isInSync: false,
      differences: expect.arrayContaining([
        expect.objectContaining({
          type: 'endpoints',
          kind: 'different',
          fields: expect.arrayContaining([
            expect.objectContaining({ path: 'endpoints.127.0.0.1:10.weight' }),
          ]) as unknown,
        }),
      ]) as unknown,
    });
  },
);
