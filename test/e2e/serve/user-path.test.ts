import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLoad } from '../../support/start-load.js';
import { startServe } from '../../support/control-plane/serve.js';
import { startServedEnvoy } from '../../support/control-plane/served-envoy.js';
import { shopProgram } from '../../support/control-plane/shop-program.js';
import { startEchoServer } from '../../support/echo-server.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { inParallel } from '../../support/in-parallel.js';
import { makeProject } from '../../support/make-project.js';
import { request } from '../../support/request.js';
import { findTool } from '../../support/tools.js';

const envoy = await findTool('envoy');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);
// It starts a program of a user, twice, on a machine that may be busy.
const timeout = 180_000;

async function startShop() {
  const [gateway = 0, xds = 0, api = 0, first = 0, second = 0] = await freePorts(5);
  await startEchoServer('one', first);
  await startEchoServer('two', second);
  const directory = makeProject({ 'main.ts': shopProgram(gateway) });
  const ports = { xds, api };
  const args = ['--no-type-check', '--proxy-address', '127.0.0.1'];
  const serve = await startServe({ directory, ports, args });
  const register = (id: string, port: number, version: string) =>
    serve.api(`PUT /v1/services/echo/instances/${id}`, { address: '127.0.0.1', ports: { http: port }, version });
  await register('one', first, 'v1');
  await register('two', second, 'v2');
  const bootstrap = await serve.api(`GET /v1/bootstrap/${encodeURIComponent('gateway~front~1')}`);
  const proxy = await startServedEnvoy(envoy.path, bootstrap as object);
  return { serve, proxy, directory, ports, args, gateway, url: `http://127.0.0.1:${String(gateway)}/` };
}

test.skipIf(envoy.isMissing)(
  'two instances that are registered by HTTP are balanced over, drained, removed, and outlive a server that is killed, without a failed request',
  { timeout },
  async () => {
    const { serve, directory, ports, args, url } = await startShop();
    const load = startLoad(url);
    const seen = async (): Promise<string> => {
      const { statuses, instances } = await load.next();
      expect([...statuses.keys()].filter((status) => status !== 200)).toEqual([]);
      return [...instances.keys()].sort().join();
    };
    await eventually(async () => (await seen()) === 'one,two');
    await serve.api('POST /v1/services/echo/instances/one/drain');
    await eventually(async () => (await seen()) === 'two');

    serve.process.kill('SIGKILL');
    await eventually(() => !serve.process.isRunning());
    expect(await seen()).toBe('two');
    const again = await startServe({ directory, ports, args, until: 'mesh shop of the last time is served' });
    // It knows what it had acknowledged, and the proxy finds it again.
    expect(await again.api('GET /v1/services/echo/instances/one')).toMatchObject({ status: 'draining' });
    await eventually(async () => {
      const { items } = (await again.api('GET /v1/proxies')) as { readonly items: readonly object[] };
      return items.length === 1;
    });
    await again.api('PUT /v1/services/echo/instances/one/status', { status: 'healthy' });
    await eventually(async () => (await seen()) === 'one,two');
    await again.api('DELETE /v1/services/echo/instances/one');
    await eventually(async () => (await seen()) === 'two');
    const { statuses } = await load.stop();
    expect([...statuses.keys()]).toEqual([200]);
  },
);

test.skipIf(envoy.isMissing)(
  'a change of the program arrives, and a broken one changes nothing and is told of',
  async () => {
    const { serve, directory, gateway, url } = await startShop();
    const main = join(directory, 'main.ts');
    const instances = async (): Promise<string> => {
      const answers = await inParallel(12, 4, () => request(url));
      return [...new Set(answers.map(({ headers }) => headers['x-instance']))].join();
    };
    writeFileSync(main, shopProgram(gateway, "echo.route({ to: echo.version('v2') });"));
    // One in 4,096 that twelve requests of half and half all go to one.
    await eventually(async () => (await instances()) === 'two');
    writeFileSync(main, shopProgram(gateway, "echo.route({ to: echo.version('v1'), match: broken });"));
    await eventually(() => serve.process.output().includes('the mesh is served as it was before'));
    expect(serve.process.output()).toContain('broken is not defined');
    expect(await instances()).toBe('two');
  },
);
