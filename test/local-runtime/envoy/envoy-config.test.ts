import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { ProxyConfig } from '../../../lib/envoy-resources/proxy-config.js';
import { createEnvoyAdmin } from '../../../lib/local-runtime/envoy/envoy-admin.js';
import { createEnvoyConfig, type EnvoyConfig } from '../../../lib/local-runtime/envoy/envoy-config.js';
import { startLocalPlane } from '../../../lib/local-runtime/envoy/local-plane.js';
import { adsBootstrap } from '../../../lib/envoy-resources/ads-bootstrap.js';
import { callMesh } from '../../support/call-mesh.js';
import { startLocalMesh } from '../../support/local-mesh.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const { signal } = new AbortController();
const plane = await startLocalPlane();
const taken = createServer().listen(0, '127.0.0.1');
await once(taken, 'listening');
afterAll(() => {
  plane.close();
  taken.close();
});

test.skipIf(envoy.isMissing)(
  'tells of a refused change with the line it stems from, and goes on as before',
  async () => {
    let first: ProxyConfig | undefined;
    let served: EnvoyConfig | undefined;
    const mesh = await startLocalMesh({
      envoy: envoy.path,
      proxies: ['client/v1'],
      ir: callMesh([]),
      bootstrap: (config) => {
        first = config;
        served = createEnvoyConfig({ nodeId: config.name, config }, plane, createEnvoyAdmin(adminPortOf(config)));
        return adsBootstrap(config.bootstrap, { host: '127.0.0.1', port: plane.port, variant: 'delta' });
      },
    });
    if (first === undefined || served === undefined) throw new Error('nothing was served');
    const url = `${mesh.url('client/v1', 'reviews/http')}/`;
    expect(await served.settle(signal)).toEqual([]);

    const { isChanged, refusals } = await served.change(onTakenPort(first), signal);
    expect(isChanged).toBe(true);
    expect(refusals).toMatchObject([
      { names: ['outbound/reviews/http'], origins: [first.origins['listener/outbound/reviews/http']] },
    ]);
    expect(refusals[0]?.message).toContain('Address already in use');
    expect((await request(url)).status).toBe(200);

    await served.undo(signal);
    expect(plane.standingOfNode('client/v1')).toEqual({ isSettled: true, refusals: [] });
    expect(await served.change(first, signal)).toEqual({ isChanged: false, refusals: [] });
    expect((await request(url)).status).toBe(200);
  },
);

function adminPortOf({ bootstrap }: ProxyConfig): number {
  return bootstrap.admin?.address?.socket_address?.port_value ?? 0;
}

/** The same with the listener for a callee where another program listens. */
function onTakenPort(config: ProxyConfig): ProxyConfig {
  const { port } = taken.address() as AddressInfo; // listening on a port, not on a pipe
  const listeners = config.resources.listeners.map((listener) =>
    listener.name === 'outbound/reviews/http'
      ? { ...listener, address: { socket_address: { address: '127.0.0.1', port_value: port } } }
      : listener,
  );
  return { ...config, resources: { ...config.resources, listeners } };
}
