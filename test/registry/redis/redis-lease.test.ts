import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { LeaderLease } from '../../../lib/registry/leader/leader-lease.js';
import { createRedisBackend } from '../../../lib/registry/redis/redis-backend.js';
import { createRedisLease } from '../../../lib/registry/redis/redis-lease.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startCuttableProxy } from '../../support/cuttable-proxy.js';
import { startRedis, type TestRedis } from '../../support/redis/start-redis.js';
import { putService } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('redis-server');
const ttlMs = 900;

async function redisOfTest(): Promise<TestRedis> {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  return redis;
}

function candidate(port: number, holder: string): LeaderLease {
  const server = { kind: 'url', url: `redis://127.0.0.1:${String(port)}` } as const;
  const lease = createRedisLease({ server, clock: systemClock, name: 'test', ttlMs, holder });
  onTestFinished(lease.close);
  return lease;
}

const leads = (lease: LeaderLease, wanted = true) =>
  expect.poll(lease.isLeader, { timeout: 10_000, interval: 10 }).toBe(wanted);

test.skipIf(tool.isMissing)(
  'of several candidates one leads; when it gives up another does, with a greater token',
  async () => {
    const redis = await redisOfTest();
    const first = candidate(redis.port, 'first');
    await leads(first);
    const others = ['second', 'third'].map((holder) => candidate(redis.port, holder));
    const token = first.fencingToken() ?? 0n;
    const heard: boolean[] = [];
    first.watch((isLeader) => heard.push(isLeader));
    await first.close();
    expect(first.isLeader()).toBe(false);
    expect(first.fencingToken()).toBeUndefined();
    expect(heard).toEqual([false]);
    await expect.poll(() => others.filter((lease) => lease.isLeader()).length, { timeout: 10_000 }).toBe(1);
    const [next] = others.filter((lease) => lease.isLeader());
    expect(next?.fencingToken()).toBeGreaterThan(token);
  },
);

test.skipIf(tool.isMissing)('a leader that is cut off stops leading before another begins', async () => {
  const redis = await redisOfTest();
  const proxy = await startCuttableProxy(redis.port);
  const first = candidate(proxy.port, 'first');
  await leads(first);
  const second = candidate(redis.port, 'second');
  let wereTwo = false;
  second.watch((isLeader) => (wereTwo ||= isLeader && first.isLeader()));
  proxy.cut();
  await leads(second);
  expect(wereTwo).toBe(false);
  expect(first.isLeader()).toBe(false);
  proxy.heal();
  await second.close();
  await leads(first);
});

test.skipIf(tool.isMissing)('tokens grow also when Redis has forgotten the last one', async () => {
  const redis = await redisOfTest();
  const first = candidate(redis.port, 'first');
  await leads(first);
  const token = first.fencingToken() ?? 0n;
  await first.close();
  await redis.client().flushall();
  const second = candidate(redis.port, 'second');
  await leads(second);
  expect(second.fencingToken()).toBeGreaterThan(token);
});

test.skipIf(tool.isMissing)(
  'of a leader that was stopped in the middle of its work no write counts after its successor wrote',
  async () => {
    const redis = await redisOfTest();
    const stopped = startLeader(redis.url);
    const firstToken = BigInt(await stopped.says('leads'));
    stopped.child.kill('SIGSTOP');
    const second = candidate(redis.port, 'second');
    await leads(second);
    const token = second.fencingToken() ?? 0n;
    expect(token).toBeGreaterThan(firstToken);
    const server = { kind: 'url', url: redis.url } as const;
    const backend = createRedisBackend({ server, clock: systemClock });
    onTestFinished(backend.close);
    const followed = follow(backend);
    expect(await backend.write(putService('of-the-second'), { fencingToken: token })).toMatchObject({ kind: 'done' });
    stopped.child.kill('SIGCONT');
    // It writes without a look at its lease: what it would do had it been stopped just after that look.
    stopped.child.stdin?.write('write\n');
    expect(JSON.parse(await stopped.says('wrote'))).toMatchObject({ kind: 'refused', reason: 'fenced' });
    expect(await stopped.says('leading')).toBe('false');
    expect(await backend.write(putService('last'), { fencingToken: token })).toMatchObject({ kind: 'done' });
    const { services } = await followed.until((told) => told.services.has('last'));
    expect([...services.keys()].sort()).toEqual(['last', 'of-the-second']);
  },
);

/** A process of its own that leads, and writes when it is told to. */
function startLeader(url: string): { readonly child: ChildProcess; readonly says: (what: string) => Promise<string> } {
  const program = fileURLToPath(new URL('../../support/redis/leader-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, url, String(ttlMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return {
    child,
    says: async (what) => {
      for (;;) {
        const line = new RegExp(`^${what} (.*)\n`, 'm').exec(printed);
        if (line !== null) return line[1] ?? '';
        await once(child.stdout, 'data');
      }
    },
  };
}
