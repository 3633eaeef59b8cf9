import { expect, test } from 'vitest';
import { resourceTypeUrls } from '../../../lib/envoy-resources/resource-type-urls.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { callMesh } from '../../support/call-mesh.js';
import { startLiveMesh } from '../../support/control-plane/live-mesh.js';
import { startLoad } from '../../support/start-load.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 20_000);
const typeUrls: Readonly<Record<string, string>> = resourceTypeUrls;
const node = 'sidecar~client/v1~1';

/** Everything goes to all versions of reviews alike. */
const toAll: MeshIr = callMesh([meshIr.httpRoute('all', { kind: 'service', service: 'reviews' })]);

async function startClient(ir: MeshIr = toAll) {
  const { live, registry, change } = await startLiveMesh(ir);
  const ports = await freePorts(3);
  for (const [index, port] of ports.entries()) await startEchoServer(`reviews-${String(index + 1)}`, port);
  const [first = 0, second = 0, third = 0] = ports;
  registry.put('reviews/1', first, { version: 'v1' });
  registry.put('reviews/2', second, { version: 'v2' });
  const proxy = await startServedEnvoy(envoy.path, live.bootstrapOf(node) ?? {});
  const port = live.ports().outboundPorts['client/v1']?.['reviews/http'] ?? 0;
  return { live, registry, change, proxy, third, url: `http://127.0.0.1:${String(port)}/` };
}

test.skipIf(envoy.isMissing)(
  'an Envoy with its bootstrap alone balances over what is registered, and follows each change without a failed request',
  async () => {
    const { live, registry, third, url } = await startClient();
    const load = startLoad(url);
    const seen = async (): Promise<readonly string[]> => {
      const { statuses, instances } = await load.next();
      expect([...statuses.keys()].filter((status) => status !== 200)).toEqual([]);
      return [...instances.keys()].sort();
    };
    await eventually(async () => (await seen()).join() === 'reviews-1,reviews-2');
    registry.put('reviews/3', third, { version: 'v3' });
    await eventually(async () => (await seen()).join() === 'reviews-1,reviews-2,reviews-3');
    registry.set('reviews/1', 'draining');
    await eventually(async () => !(await seen()).includes('reviews-1'));
    registry.set('reviews/2', 'unhealthy');
    await eventually(async () => (await seen()).join() === 'reviews-3');
    registry.set('reviews/2', 'healthy');
    registry.remove('reviews/1');
    await eventually(async () => (await seen()).join() === 'reviews-2,reviews-3');
    await load.stop();
    expect(live.proxies()).toMatchObject([{ nodeId: node, group: 'sidecar~client/v1', streams: 1 }]);
    expect(live.proxies()[0]?.types.map(({ typeUrl, status }) => [typeUrl, status])).toEqual(
      ['cluster', 'clusterLoadAssignment', 'listener', 'routeConfiguration'].map((type) => [typeUrls[type], 'synced']),
    );
  },
);

test.skipIf(envoy.isMissing)('a request that an instance has when it begins to drain comes to its end', async () => {
  const { registry, url } = await startClient(callMesh([]));
  const long = request(`${url}delay/1000`);
  await eventually(async () => (await request(url)).status === 200);
  registry.set('reviews/1', 'draining');
  await eventually(async () => (await request(url)).status === 503);
  expect((await long).headers['x-instance']).toBe('reviews-1');
});
