import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { MarkedBackend } from '../../../lib/registry/model/marked-backend.js';
import { createRedisBackend, type RedisBackendOptions } from '../../../lib/registry/redis/redis-backend.js';
import { redisKeys } from '../../../lib/registry/redis/redis-keys.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startCuttableProxy } from '../../support/cuttable-proxy.js';
import { startRedis, type TestRedis, type TestRedisOptions } from '../../support/redis/start-redis.js';
import { any, done, find, instance, putInstance, putService } from '../../support/registry/contract/samples.js';
import { history } from '../../support/registry/history.js';
import { follow } from '../../support/registry/follow.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('redis-server');
const key = { service: 'cart', id: 'a' };
const quick = { timeoutMs: 400, staleAfterMs: 800, pollMs: 100, sweepEveryMs: 50 } as const;

async function redisOfTest(options: TestRedisOptions): Promise<TestRedis> {
  const redis = await startRedis(options);
  onTestFinished(redis.stop);
  return redis;
}

function backendAt(port: number, options: Partial<RedisBackendOptions> = {}): MarkedBackend {
  const server = { kind: 'url', url: `redis://127.0.0.1:${String(port)}` } as const;
  const backend = createRedisBackend({ server, clock: systemClock, ...quick, ...options });
  onTestFinished(backend.close);
  return backend;
}

const writeUntilDone = async (backend: MarkedBackend, weight: number): Promise<void> => {
  for (;;) {
    const { kind } = await backend.write(putInstance(instance({ ...key, weight })));
    if (kind === 'done') return;
    expect(['unavailable', 'unknown']).toContain(kind);
    await sleep(20);
  }
};

test.skipIf(tool.isMissing)('goes on when Redis was killed and comes back with what it had', async () => {
  const redis = await redisOfTest({ persistence: 'always' });
  const backend = backendAt(redis.port);
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  const before = find(await followed.until((told) => find(told, key) !== undefined), key);
  await redis.kill('SIGKILL');
  expect((await backend.write(putService('pay'))).kind).toMatch(/^(unavailable|unknown)$/);
  await followed.untilStale();
  expect(find(followed.content(), key)).toBe(before);
  await redis.start('kept');
  await followed.until(() => followed.staleReason() === undefined);
  expect(find(followed.content(), key)).toBe(before);
  done(await backend.write(putService('pay')));
  await followed.until(({ services }) => services.has('pay'));
});

test.skipIf(tool.isMissing)('leases stand still while Redis is away, whatever its clock says then', async () => {
  const redis = await redisOfTest({});
  const client = redis.client();
  const keys = redisKeys('default');
  for (const awayMs of [3_600_000, -3_600_000]) {
    const backend = backendAt(redis.port, { sweepEveryMs: 60_000 });
    done(await backend.write(putInstance(instance({ ...key, ttlMs: 60_000 }))));
    await backend.close();
    // As if the last sweep and the put had been an hour ago, or an hour from now.
    const now = Number((await client.time())[0]) * 1000;
    await client.hset(keys.meta, 'sweptAt', now - awayMs);
    await client.zincrby(keys.leases, -awayMs, 'cart/a');
    const after = backendAt(redis.port);
    const followed = follow(after);
    await followed.until((told) => find(told, key) !== undefined);
    await expect.poll(() => client.hget(keys.meta, 'sweptAt')).not.toBe(String(now - awayMs));
    done(await after.write({ kind: 'renew-instance', key }));
    await client.zincrby(keys.leases, -60_000, 'cart/a');
    await followed.until((told) => find(told, key) === undefined);
    await after.close();
  }
});

test.skipIf(tool.isMissing)(
  'a Redis that comes back empty wipes nothing: what is known stays, until it is adopted',
  async () => {
    const redis = await redisOfTest({});
    const backend = backendAt(redis.port);
    const other = backendAt(redis.port);
    const followed = follow(backend);
    const otherFollowed = follow(other);
    done(await backend.write(putInstance(instance(key))));
    await otherFollowed.until((told) => find(told, key) !== undefined);
    const former = backend.incarnation();
    await redis.kill('SIGKILL');
    await redis.start('emptied');
    await followed.until(() => followed.staleReason()?.includes('is empty') === true);
    await otherFollowed.until(() => otherFollowed.staleReason()?.includes('is empty') === true);
    expect(await backend.write(putService('pay'))).toMatchObject({ kind: 'unavailable' });
    expect(find(followed.content(), key)).toBeDefined();
    expect(await backend.adopt()).toBe(true);
    await followed.until((told) => told.services.size === 0);
    await otherFollowed.until((told) => told.services.size === 0);
    expect(backend.incarnation()).not.toBe(former);
    expect(other.incarnation()).toBe(backend.incarnation());
    done(await other.write(putService('pay')));
    await followed.until(({ services }) => services.has('pay'));
  },
);

test.skipIf(tool.isMissing)('a flush under a running connection is seen, and a write into it refused', async () => {
  const redis = await redisOfTest({});
  const backend = backendAt(redis.port, { pollMs: 60_000, timeoutMs: 2000, staleAfterMs: 70_000 });
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  await redis.client().flushall();
  expect(await backend.write(putService('pay'))).toMatchObject({ kind: 'unavailable' });
  await followed.until(() => followed.staleReason()?.includes('is empty') === true);
  expect(await redis.client().dbsize()).toBe(0);
});

test.skipIf(tool.isMissing)(
  'where it may, it writes what is known back into a Redis that is empty, once for all replicas',
  async () => {
    const redis = await redisOfTest({});
    const notices: string[] = [];
    const open = () => backendAt(redis.port, { onLostStore: 'restore', onNotice: (text) => notices.push(text) });
    const backends = [open(), open(), open()];
    const [backend = open()] = backends;
    const followed = backends.map(follow);
    done(await backend.write(putInstance(instance({ ...key, ttlMs: 60_000 })), { fencingToken: 7n }));
    done(await backend.write(putInstance(instance({ ...key, id: 'b' }))));
    for (const one of followed) await one.until((told) => told.instances.get('cart')?.size === 2);
    const former = backend.incarnation();
    await redis.kill('SIGKILL');
    await redis.start('emptied');
    for (const one of backends) await expect.poll(() => one.incarnation(), { timeout: 10_000 }).not.toBe(former);
    expect(new Set(backends.map((one) => one.incarnation())).size).toBe(1);
    for (const one of followed)
      expect((await one.until(() => one.staleReason() === undefined)).instances.get('cart')?.size).toBe(2);
    expect(notices.length).toBeGreaterThan(0);
    done(await backend.write({ kind: 'renew-instance', key }));
    done(await backend.write({ kind: 'delete-instance', key, precondition: any }));
    expect(await backend.write({ kind: 'delete-service', name: 'cart', precondition: any })).toMatchObject({
      kind: 'refused',
    });
  },
);

test.skipIf(tool.isMissing)('a process that starts anew does not take an emptied Redis for a new one', async () => {
  const redis = await redisOfTest({});
  const backend = backendAt(redis.port, { incarnation: 'the-one-before' });
  const followed = follow(backend);
  await followed.untilStale();
  expect(await backend.write(putService('pay'))).toMatchObject({ kind: 'unavailable' });
  expect(await redis.client().dbsize()).toBe(0);
  expect(await backend.adopt()).toBe(true);
  await followed.until(({ services }) => services.size === 0);
  done(await backend.write(putService('pay')));
});

test.skipIf(tool.isMissing)(
  'cut off, it keeps what it knows, says so in time, hangs nowhere, and recovers by itself',
  async () => {
    const redis = await redisOfTest({});
    const proxy = await startCuttableProxy(redis.port);
    const backend = backendAt(proxy.port);
    const other = backendAt(redis.port);
    const followed = follow(backend);
    done(await backend.write(putInstance(instance(key))));
    proxy.cut();
    const results = await Promise.all(
      [1, 2, 3].map((weight) => backend.write(putInstance(instance({ ...key, weight })))),
    );
    for (const { kind } of results) expect(['unavailable', 'unknown']).toContain(kind);
    await followed.untilStale();
    expect(find(followed.content(), key)?.weight).toBe(1);
    done(await other.write(putInstance(instance({ ...key, weight: 9 }))));
    proxy.heal();
    await followed.until((told) => find(told, key)?.weight === 9);
    expect(followed.staleReason()).toBeUndefined();
    await writeUntilDone(backend, 10);
  },
);

test.skipIf(tool.isMissing)(
  'says unknown where the answer to a write was lost; the same request id tells what came of it',
  async () => {
    const redis = await redisOfTest({});
    const proxy = await startCuttableProxy(redis.port);
    const backend = backendAt(proxy.port);
    const other = follow(backendAt(redis.port));
    done(await backend.write(putService('cart')));
    proxy.cutAnswers();
    const write = putInstance(instance(key), { precondition: { kind: 'absent' } });
    expect((await backend.write(write, { requestId: 'wish' })).kind).toBe('unknown');
    const made = find(await other.until((told) => find(told, key) !== undefined), key);
    proxy.heal();
    await expect
      .poll(() => backend.write(write, { requestId: 'wish' }), { timeout: 10_000 })
      .toEqual({
        kind: 'done',
        instance: made,
        isNew: true,
      });
  },
);

test.skipIf(tool.isMissing)('a Redis that stands still is found out, and taken again when it moves', async () => {
  const redis = await redisOfTest({});
  const backend = backendAt(redis.port);
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  await redis.kill('SIGSTOP');
  await followed.untilStale();
  expect(['unavailable', 'unknown']).toContain((await backend.write(putService('pay'))).kind);
  await redis.kill('SIGCONT');
  await followed.until(() => followed.staleReason() === undefined);
  await writeUntilDone(backend, 2);
});

test.skipIf(tool.isMissing)('connections that break all the time lose no change', async () => {
  const redis = await redisOfTest({});
  const proxy = await startCuttableProxy(redis.port);
  const followed = follow(backendAt(proxy.port));
  const writer = backendAt(redis.port);
  for (let weight = 1; weight <= 200; weight++) {
    done(await writer.write(putInstance(instance({ service: 'cart', id: `i${String(weight % 20)}`, weight }))));
    if (weight % 25 === 0) proxy.reset();
  }
  const content = await followed.until((told) => find(told, { service: 'cart', id: 'i0' })?.weight === 200);
  const weights = [...(content.instances.get('cart')?.values() ?? [])]
    .map(({ weight }) => weight)
    .sort((a, b) => a - b);
  expect(weights).toEqual(Array.from({ length: 20 }, (_, index) => 181 + index));
});

test.skipIf(tool.isMissing)('a Redis without space refuses a write as full and keeps what it has', async () => {
  const redis = await redisOfTest({ args: ['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction'] });
  const backend = backendAt(redis.port);
  const followed = follow(backend);
  const metadata = { text: 'x'.repeat(100_000) };
  let last = await backend.write(putService('s0'));
  for (let index = 1; last.kind === 'done' && index < 100; index++)
    last = await backend.write(putService(`s${String(index)}`, { metadata }));
  expect(last).toMatchObject({ kind: 'refused', reason: 'full' });
  await redis.client().config('SET', 'maxmemory', '0');
  done(await backend.write(putService('last')));
  await followed.until(({ services }) => services.has('last') && services.has('s1'));
});

test.skipIf(tool.isMissing)(
  'where replicas are to confirm a write and none does, nobody knows whether it will last',
  async () => {
    const redis = await redisOfTest({});
    const backend = backendAt(redis.port, { waitForReplicas: 1 });
    expect(await backend.write(putService('cart'))).toMatchObject({ kind: 'unknown' });
  },
);

test.skipIf(tool.isMissing)('a failover that forgot acknowledged writes is taken as it is, and told', async () => {
  const redis = await redisOfTest({ persistence: 'always' });
  const notices: string[] = [];
  const backend = backendAt(redis.port, { onNotice: (text) => notices.push(text) });
  const followed = follow(backend);
  done(await backend.write(putService('kept')));
  const client = redis.client();
  const prefix = '{meshwright:default}:';
  const before = await Promise.all(['meta', 'services', 'changes'].map((name) => client.dumpBuffer(prefix + name)));
  done(await backend.write(putService('forgotten')));
  await client
    .multi()
    .restore(`${prefix}meta`, 0, before[0] ?? '', 'REPLACE')
    .restore(`${prefix}services`, 0, before[1] ?? '', 'REPLACE')
    .restore(`${prefix}changes`, 0, before[2] ?? '', 'REPLACE')
    .exec();
  await followed.until(({ services }) => !services.has('forgotten') && services.has('kept'));
  expect(notices.join()).toContain('forgotten writes');
  done(await backend.write(putService('next')));
  await followed.until(({ services }) => services.has('next'));
});

test.skipIf(tool.isMissing)('works on a Redis Cluster', async () => {
  const redis = await redisOfTest({ args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] });
  await redis.client().cluster('ADDSLOTSRANGE', 0, 16_383);
  await expect.poll(() => redis.client().cluster('INFO'), { timeout: 10_000 }).toContain('cluster_state:ok');
  const backend = backendAt(redis.port, { server: { kind: 'cluster', nodes: [`127.0.0.1:${String(redis.port)}`] } });
  const followed = follow(backend);
  done(await backend.write(putInstance(instance({ ...key, ttlMs: 1000 })), { requestId: 'wish' }));
  await followed.until((told) => find(told, key) !== undefined);
  await followed.until((told) => find(told, key) === undefined);
});

test.skipIf(tool.isMissing)(
  'whatever crashes and breaks while two replicas write, the state is what was acknowledged',
  { timeout: 60_000 },
  async () => {
    const redis = await redisOfTest({ persistence: 'always' });
    const proxy = await startCuttableProxy(redis.port);
    const backends = [backendAt(redis.port), backendAt(proxy.port)];
    const past = history();
    const run = { isOver: false };
    const write = async (backend: MarkedBackend, id: string): Promise<void> => {
      for (let weight = 1; !run.isOver; weight++) {
        const isRemoval = weight % 5 === 0;
        const attempt = past.begin(`cart/${id}`, isRemoval ? undefined : weight);
        attempt.result = await backend.write(
          isRemoval
            ? { kind: 'delete-instance', key: { service: 'cart', id }, precondition: any }
            : putInstance(instance({ service: 'cart', id, weight })),
        );
        // What fails at once must not keep the loop from its turns.
        if (attempt.result.kind !== 'done') await sleep(1);
      }
    };
    const writers = backends.flatMap((backend, at) =>
      [1, 2].map((id) => write(backend, `i${String(at)}-${String(id)}`)),
    );
    const isBusy = async (): Promise<void> => {
      const before = past.attempts.filter(({ result }) => result?.kind === 'done').length;
      await expect
        .poll(() => past.attempts.filter(({ result }) => result?.kind === 'done').length, { timeout: 15_000 })
        .toBeGreaterThan(before + 30);
    };
    for (let round = 0; round < 2; round++) {
      await isBusy();
      await redis.kill('SIGKILL');
      await redis.start('kept');
      await isBusy();
      proxy.cutAnswers();
      await sleep(300);
      proxy.heal();
      await isBusy();
      proxy.reset();
    }
    run.isOver = true;
    await Promise.all(writers);
    const fresh = follow(backendAt(redis.port));
    const content = await fresh.until(() => true);
    expect(past.problemsOf(content)).toEqual([]);
    for (const followed of backends.map(follow))
      await followed.until(
        (told) =>
          JSON.stringify([...(told.instances.get('cart') ?? [])].sort()) ===
          JSON.stringify([...(content.instances.get('cart') ?? [])].sort()),
      );
  },
);
