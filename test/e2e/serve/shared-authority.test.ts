import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createToken } from '../../../lib/mesh-api/auth/create-token.js';
import { renderTokensFile } from '../../../lib/mesh-api/auth/render-tokens-file.js';
import { startServe, type RunningServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy, type ServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { makeProject } from '../../support/make-project.js';
import { startRedis } from '../../support/redis/start-redis.js';
import { request } from '../../support/request.js';
import { startLoad } from '../../support/start-load.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const redisServer = await findTool('redis-server');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);

const node = (id: string): string => encodeURIComponent(id);

/** Serial numbers of the certificates that an Envoy shows. */
async function serialsOf(proxy: ServedEnvoy): Promise<string> {
  const { certificates } = JSON.parse(await proxy.admin('/certs')) as {
    readonly certificates: readonly { readonly cert_chain?: readonly { readonly serial_number: string }[] }[];
  };
  return certificates.flatMap(({ cert_chain: chain = [] }) => chain.map((each) => each.serial_number)).join();
}

test.skipIf(envoy.isMissing || redisServer.isMissing)(
  'two servers on one Redis are one authority: where one is killed its proxies have certificates of the other, and no request fails',
  { timeout: 240_000 },
  async () => {
    const redis = await startRedis({ persistence: 'always' });
    const [gateway = 0, workload = 0, xdsA = 0, apiA = 0, xdsB = 0, apiB = 0] = await freePorts(6);
    await startEchoServer('one', workload);
    const operator = createToken({ name: 'operator', role: 'operator' }, randomBytes);
    const tokenFile = join(temporaryFolder(), 'token');
    writeFileSync(tokenFile, operator.secret);
    const files = {
      'main.ts': shopProgram(gateway).replace('http: 8080', `http: ${String(workload)}`),
      '.meshwright/tokens.json': renderTokensFile([operator.stored]),
      '.meshwright/operator-token': operator.secret,
    };
    const start = (xds: number, api: number): Promise<RunningServe> =>
      startServe({
        directory: makeProject(files),
        ports: { xds, api },
        args: ['--no-type-check', '--proxy-address', '127.0.0.1', '--registry', redis.url, '--mtls', 'strict'].concat([
          '--node-proof',
          `token:${tokenFile}`,
        ]),
        env: { MESHWRIGHT_CA_PASSPHRASE: 'of both servers' },
        readyTimeoutMs: 120_000,
      });
    // Both at once, and neither has an authority: whoever is first decides for both.
    const [first, second] = await Promise.all([start(xdsA, apiA), start(xdsB, apiB)]);
    /** As of a server whose name has both addresses. */
    const bootstrapOf = async (serve: RunningServe, id: string): Promise<object> => {
      const bootstrap = JSON.stringify(await serve.api(`GET /v1/bootstrap/${node(id)}`));
      return JSON.parse(bootstrap, (key, value: unknown) =>
        key === 'lb_endpoints' && /:(\d+)\}/.exec(JSON.stringify(value))?.[1] === String(serve.xdsPort)
          ? [xdsA, xdsB].map((port) => ({
              endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } },
            }))
          : value,
      ) as object;
    };
    const bootstrap = await bootstrapOf(first, 'gateway~front~1');
    expect(JSON.stringify(bootstrap)).toContain(`:${String(xdsB)}`);
    expect(await bootstrapOf(second, 'gateway~front~1')).toEqual(bootstrap);

    const sidecar = await startServedEnvoy(envoy.path, await bootstrapOf(second, 'sidecar~echo/v1~1'));
    const inbound = Number(/^inbound\/http::127\.0\.0\.1:(\d+)$/m.exec(await sidecar.admin('/listeners'))?.[1]);
    const instance = { address: '127.0.0.1', ports: { http: inbound }, version: 'v1' };
    await second.api('PUT /v1/services/echo/instances/one', instance);
    const front = await startServedEnvoy(envoy.path, bootstrap);
    const url = `http://127.0.0.1:${String(gateway)}/`;
    await eventually(() =>
      request(url).then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    const load = startLoad(url);
    const isServedBy = async (serve: RunningServe): Promise<boolean> =>
      serve.api(`GET /v1/proxies/${node('gateway~front~1')}`).then(
        (state) => (state as { readonly streams: number }).streams > 0,
        () => false,
      );
    const [serving, other] = (await isServedBy(first)) ? [first, second] : [second, first];
    const before = await serialsOf(front);
    serving.process.kill('SIGKILL');
    await eventually(() => isServedBy(other));
    await eventually(async () => (await serialsOf(front)) !== before);
    await load.next();
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
    const { echo } = await request(url);
    expect(echo.headers['x-forwarded-client-cert']).toContain('URI=spiffe://cluster.local/ns/shop/sa/front');
  },
);
