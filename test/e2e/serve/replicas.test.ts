import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLoad } from '../../support/start-load.js';
import { startServe, type RunningServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { makeProject } from '../../support/make-project.js';
import { startRedis } from '../../support/redis/start-redis.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const redisServer = await findTool('redis-server');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);

/** What a server has kept of its Redis. */
function keptBy(directory: string): string {
  const folder = join(directory, '.meshwright');
  const [file] = readdirSync(folder).filter((name) => /^last-redis-\w+\.json$/.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
}

test.skipIf(envoy.isMissing || redisServer.isMissing)(
  'two servers share a Redis; one that starts while Redis is away serves what it knew and says so, and no request fails',
  { timeout: 240_000 },
  async () => {
    const redis = await startRedis({ persistence: 'always' });
    const [gateway = 0, xdsA = 0, apiA = 0, xdsB = 0, apiB = 0, one = 0, two = 0] = await freePorts(7);
    await startEchoServer('one', one);
    await startEchoServer('two', two);
    const args = ['--no-type-check', '--proxy-address', '127.0.0.1', '--registry', redis.url];
    const program = { 'main.ts': shopProgram(gateway) };
    const runA = { directory: makeProject(program), ports: { xds: xdsA, api: apiA }, args };
    const first = await startServe(runA);
    const second = await startServe({ directory: makeProject(program), ports: { xds: xdsB, api: apiB }, args });
    const register = (serve: RunningServe, id: string, port: number) =>
      serve.api(`PUT /v1/services/echo/instances/${id}`, {
        address: '127.0.0.1',
        ports: { http: port },
        version: 'v1',
      });
    await register(first, 'one', one);
    const knows = async (serve: RunningServe, id: string): Promise<boolean> =>
      serve.api(`GET /v1/services/echo/instances/${id}`).then(
        () => true,
        () => false,
      );
    await eventually(() => knows(second, 'one'));
    const bootstrap = await first.api(`GET /v1/bootstrap/${encodeURIComponent('gateway~front~1')}`);
    await startServedEnvoy(envoy.path, bootstrap as object);
    const load = startLoad(`http://127.0.0.1:${String(gateway)}/`);
    const seen = async (): Promise<string> => {
      const { statuses, instances } = await load.next();
      expect([...statuses.keys()].filter((status) => status !== 200)).toEqual([]);
      return [...instances.keys()].sort().join();
    };
    await eventually(async () => (await seen()) === 'one');

    await eventually(() => keptBy(runA.directory).includes('"id":"one"'));
    await redis.kill('SIGKILL');
    first.process.kill('SIGKILL');
    await eventually(() => !first.process.isRunning());
    const again = await startServe({ ...runA, until: 'mesh shop of the last time is served' });
    // That the store is away is known when the first try to reach it has failed.
    await eventually(async () => {
      const answer = await fetch(`${again.apiUrl}/readyz`);
      const { degraded = [] } = (await answer.json()) as { readonly degraded?: readonly string[] };
      return answer.ok && degraded.length === 1 && degraded.every((text) => text.includes('redis'));
    });
    expect(await knows(again, 'one')).toBe(true);
    await expect(register(again, 'two', two)).rejects.toThrow('503');
    const isConnected = async (): Promise<boolean> => {
      const { items } = (await again.api('GET /v1/proxies')) as { readonly items: readonly object[] };
      return items.length === 1;
    };
    await eventually(isConnected);
    expect(await seen()).toBe('one');

    await redis.start('kept');
    await eventually(async () =>
      register(second, 'two', two).then(
        () => true,
        () => false,
      ),
    );
    await eventually(async () => (await seen()) === 'one,two');
    expect([...(await load.stop()).statuses.keys()]).toEqual([200]);
  },
);
