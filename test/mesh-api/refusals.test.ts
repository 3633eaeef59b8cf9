import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startServedEnvoy } from '../support/control-plane/served-envoy.js';
import { meshIr } from '../support/mesh-ir.js';
import { startApi } from '../support/mesh-api/start-api.js';
import { findTool } from '../support/tools.js';

const envoy = await findTool('envoy');
const node = 'sidecar~web/v1~1';

const origin = {
  kind: 'user',
  constructPath: 'shop/web/cart',
  source: { file: 'main.ts', line: 7, column: 5 },
} as const;
const ir = meshIr.mesh({
  services: [meshIr.service('cart'), meshIr.service('web', { calls: [{ ...meshIr.call('cart'), origin }] })],
});

/** Listens where an Envoy is to listen, until the test ends. */
async function take(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
}

test.skipIf(envoy.isMissing)(
  'what a real Envoy refuses is told with its words, and the construct and the line of the program that it stems from',
  async () => {
    const { reader, live } = await startApi({}, { ir });
    const listener = live
      .resourcesOf('sidecar~web/v1')
      ?.listeners.find(({ name = '' }) => name.startsWith('outbound/cart'));
    await take(listener?.address?.socket_address?.port_value ?? 0);
    const { body: bootstrap } = await reader('GET', `/v1/bootstrap/${encodeURIComponent(node)}`);
    await startServedEnvoy(envoy.path, bootstrap as object);

    const told = async (): Promise<unknown> => (await reader('GET', '/v1/proxies?status=refused')).body;
    await expect.poll(told, { timeout: 20_000 }).toMatchObject({
      items: [
        {
          nodeId: node,
          status: 'refused',
          types: expect.arrayContaining([
            expect.objectContaining({
              typeUrl: 'type.googleapis.com/envoy.config.listener.v3.Listener',
              status: 'refused',
              refusal: {
                names: ['outbound/cart/http'],
                message: expect.stringContaining('Address already in use') as string,
                origins: [origin],
                at: expect.any(Number) as number,
              },
            }),
          ]) as unknown,
        },
      ],
    });
    expect((await reader('GET', `/v1/proxies/${encodeURIComponent(node)}`)).body).toMatchObject({ status: 'refused' });
    expect((await reader('GET', '/v1/mesh')).body).toMatchObject({
      proxies: { connected: 1, synced: 0, pending: 0, refused: 1 },
    });
  },
);
