import { expect, test } from 'vitest';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { callMesh } from '../../support/call-mesh.js';
import { startLiveMesh } from '../../support/control-plane/live-mesh.js';
import { startServedEnvoy, type ServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { meshIr } from '../../support/mesh-ir.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 20_000);
const node = 'sidecar~client/v1~1';
const group = 'sidecar~client/v1';
const origin = { kind: 'user', constructPath: 'shop/reviews' } as const;

interface Routing {
  readonly delayMs?: number;
  /** Tries again after a 503. */
  readonly attempts?: number;
}

/** All goes to one version of `reviews`, the only one. */
function allTo(version: string, { delayMs = 0, attempts = 0 }: Routing = {}): MeshIr {
  const fault = { origin, delay: { durationMs: delayMs, percent: 100 } };
  const retries = { origin, attempts, statusCodes: [503], backOffBaseMs: 25, backOffMaxMs: 25 };
  const timeout = { origin, requestMs: 5_000 };
  const route = meshIr.httpRoute('all', { kind: 'version', service: 'reviews', version });
  const policies = { retries, timeout, ...(delayMs > 0 ? { fault } : {}) };
  return callMesh([], {
    reviews: { versions: [meshIr.version(version)], routes: [{ ...route, policies }] },
  });
}

async function startClient(ir: MeshIr) {
  const { live, registry, change } = await startLiveMesh(ir);
  const ports = await freePorts(2);
  for (const [index, port] of ports.entries()) {
    const version = `v${String(index + 1)}`;
    await startEchoServer(version, port);
    registry.put(`reviews/${version}`, port, { version });
  }
  const proxy = await startServedEnvoy(envoy.path, live.bootstrapOf(node) ?? {});
  const url = `http://127.0.0.1:${String(live.ports().outboundPorts['client/v1']?.['reviews/http'] ?? 0)}/`;
  /** Takes over another program, and waits until the Envoy runs on its routes. */
  const changeTo = async (next: MeshIr, isThere: (routes: string) => boolean): Promise<void> => {
    change(next);
    await eventually(async () => isThere(await proxy.admin('/config_dump?resource=dynamic_route_configs')));
  };
  const clusters = () => live.resourcesOf(group)?.clusters.map(({ name }) => name) ?? [];
  return { proxy, url, changeTo, clusters };
}

const goesToV1 = (routes: string): boolean => routes.includes('reviews/v1/http');
const isWithoutDelay = (routes: string): boolean => !routes.includes('fixed_delay');

/** Sum of the figures of an Envoy with such a name. */
async function count({ admin }: ServedEnvoy, name: RegExp): Promise<number> {
  const lines = (await admin('/stats')).split('\n').filter((line) => name.test(line));
  return lines.reduce((sum, line) => sum + Number(line.split(': ')[1]), 0);
}

test.skipIf(envoy.isMissing)(
  'a request that a fault holds back is answered by the version that was taken away meanwhile, and then its cluster goes',
  async () => {
    const { proxy, url, changeTo, clusters } = await startClient(allTo('v2', { delayMs: 2_000 }));
    const held = request(url);
    await eventually(async () => (await count(proxy, /fault\.delays_injected/)) === 1);
    // The delay goes first, and the version right after it: what was held back before is held back still.
    await changeTo(allTo('v2'), isWithoutDelay);
    await changeTo(allTo('v1'), goesToV1);
    expect((await request(url)).headers['x-instance']).toBe('v1');
    expect(await held).toMatchObject({ status: 200, headers: { 'x-instance': 'v2' } });
    await eventually(async () => !(await proxy.admin('/clusters')).includes('reviews/v2/http'));
    expect(clusters()).not.toContain('reviews/v2/http');
  },
);

test.skipIf(envoy.isMissing)('a retry reaches the version that was taken away during the first try', async () => {
  const { proxy, url, changeTo } = await startClient(allTo('v2', { attempts: 1 }));
  // Without the cluster the Envoy itself would answer in the end.
  const slow = request(`${url}status/503/delay/1500`);
  await eventually(async () => (await count(proxy, /cluster\.reviews.*upstream_rq_active/)) === 1);
  await changeTo(allTo('v1'), goesToV1);
  expect(await slow).toMatchObject({ status: 503, headers: { 'x-instance': 'v2' } });
  expect(await count(proxy, /upstream_rq_retry:/)).toBe(1);
});
