import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServe, type RunningServe } from '../../support/control-plane/serve.js';
import { eventually as eventuallyIn } from '../../support/eventually.js';
import { freePorts } from '../../support/free-port.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startRedis, type TestRedis } from '../../support/redis/start-redis.js';
import { findTool } from '../../support/tools.js';

const redisServer = await findTool('redis-server');
const eventually = (isTrue: () => boolean | Promise<boolean>): Promise<void> => eventuallyIn(isTrue, 60_000);
const instances = '/v1/services/echo/instances';

async function idsOf(serve: RunningServe): Promise<readonly string[]> {
  const { items } = (await serve.api(`GET /v1/instances`)) as {
    readonly items: readonly { readonly id: string; readonly status: string }[];
  };
  return items.map(({ id }) => id).sort();
}

function register(serve: RunningServe, id: string): Promise<unknown> {
  return serve.api(`PUT ${instances}/${id}`, { address: '127.0.0.1', ports: { http: 9001 }, version: 'v1' });
}

async function killServe({ process }: RunningServe): Promise<void> {
  process.kill('SIGKILL');
  await eventually(() => !process.isRunning());
}

/** What a server has kept of its Redis. */
function keptBy(directory: string): {
  readonly store?: string;
  readonly instances?: readonly { readonly id: string }[];
} {
  const folder = join(directory, '.meshwright');
  const [file] = readdirSync(folder).filter((name) => /^last-redis-\w+\.json$/.test(name));
  return file === undefined ? {} : (JSON.parse(readFileSync(join(folder, file), 'utf8')) as object);
}

/** The store that Redis holds, and the token of its last leader. */
async function held(redis: TestRedis): Promise<{ readonly store: string | null; readonly token: bigint }> {
  const client = redis.client();
  const store = await client.hget('{meshwright:default}:meta', 'incarnation');
  const token = await client.get('{meshwright:lease:meshwright-health-checks}:token');
  client.disconnect();
  return { store, token: BigInt(token ?? '0') };
}

test.skipIf(redisServer.isMissing)(
  'servers on a Redis that are killed and started anew know the same store, leaders count on, and another carries out a drain',
  { timeout: 240_000 },
  async () => {
    const redis = await startRedis();
    const [xdsA = 0, apiA = 0, xdsB = 0, apiB = 0] = await freePorts(4);
    const args = ['--registry', redis.url];
    const runA = { directory: temporaryFolder(), ports: { xds: xdsA, api: apiA }, args };
    const runB = { directory: temporaryFolder(), ports: { xds: xdsB, api: apiB }, args };
    const first = await startServe(runA);
    await register(first, 'one');
    await register(first, 'two');
    await eventually(async () => (await held(redis)).token > 0n);
    const begun = await held(redis);
    const second = await startServe(runB);
    await eventually(async () => (await idsOf(second)).join() === 'one,two');

    // The server that took the call ends before the time is over.
    await first.api(`POST ${instances}/two/drain`, { seconds: 3 });
    await killServe(first);
    await eventually(async () => (await idsOf(second)).join() === 'one');
    await eventually(async () => (await held(redis)).token > begun.token);

    const again = await startServe(runA);
    await eventually(async () => (await idsOf(again)).join() === 'one');
    await register(again, 'three');
    await eventually(async () => (await idsOf(second)).join() === 'one,three');
    expect((await held(redis)).store).toBe(begun.store);
    const keptIds = (): string => (keptBy(runA.directory).instances ?? []).map(({ id }) => id).join();
    await eventually(() => keptIds() === 'one,three');
    expect(keptBy(runA.directory).store).toBe(begun.store);

    // A Redis that lost its memory while the server was away is not taken for a new one.
    await killServe(again);
    await redis.kill('SIGKILL');
    await redis.start('emptied');
    const third = await startServe(runA);
    expect(await idsOf(third)).toEqual(['one', 'three']);
    await eventually(async () => {
      const { degraded = [] } = (await (await fetch(`${third.apiUrl}/readyz`)).json()) as {
        readonly degraded?: readonly string[];
      };
      return degraded.length === 1;
    });
    await expect(register(third, 'four')).rejects.toThrow('503');
    await expect(register(second, 'four')).rejects.toThrow('503');
    expect(await idsOf(second)).toEqual(['one', 'three']);
    expect((await held(redis)).store).toBeNull();
  },
);

test(
  'a drained instance is removed by the server that starts after the one that was killed',
  { timeout: 120_000 },
  async () => {
    const [xds = 0, api = 0] = await freePorts(2);
    const run = { directory: temporaryFolder(), ports: { xds, api } };
    const first = await startServe(run);
    await register(first, 'one');
    await register(first, 'two');
    await first.api(`POST ${instances}/two/drain`, { seconds: 3 });
    await killServe(first);
    const second = await startServe(run);
    await eventually(async () => (await idsOf(second)).join() === 'one');
  },
);
