import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { MarkedBackend } from '../../../lib/registry/model/marked-backend.js';
import { createRedisBackend, type RedisBackendOptions } from '../../../lib/registry/redis/redis-backend.js';
import { createRedisLease } from '../../../lib/registry/redis/redis-lease.js';
import type { RedisServer } from '../../../lib/registry/redis/redis-server.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startCuttableProxy } from '../../support/cuttable-proxy.js';
import { startRedis, type TestRedis } from '../../support/redis/start-redis.js';
import { startSentinel } from '../../support/redis/start-sentinel.js';
import { done, find, instance, putInstance, putService } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('redis-server');
const key = { service: 'cart', id: 'a' };

async function redisOfTest(...args: readonly string[]): Promise<TestRedis> {
  const redis = await startRedis({ args });
  onTestFinished(redis.stop);
  return redis;
}

/** A replica of the primary at a port, once it has all that the primary has. */
async function replicaOf(port: number): Promise<TestRedis> {
  const replica = await redisOfTest('--replicaof', '127.0.0.1', String(port), '--repl-diskless-sync-delay', '0');
  await expect.poll(() => replica.client().info('replication'), { timeout: 20_000 }).toContain('master_link_status:up');
  return replica;
}

function backendAt(server: RedisServer, options: Partial<RedisBackendOptions> = {}): MarkedBackend {
  const quick = { timeoutMs: 1000, staleAfterMs: 1500, pollMs: 100 };
  const backend = createRedisBackend({ server, clock: systemClock, ...quick, ...options });
  onTestFinished(backend.close);
  return backend;
}

test.skipIf(tool.isMissing)(
  'a replica that is promoted has what it confirmed; what it never heard of was unknown, or is told to be forgotten',
  async () => {
    const primary = await redisOfTest();
    const replication = await startCuttableProxy(primary.port);
    const replica = await replicaOf(replication.port);
    const front = await startCuttableProxy(primary.port);
    const server = { kind: 'url', url: `redis://127.0.0.1:${String(front.port)}` } as const;
    const careful = backendAt(server, { waitForReplicas: 1 });
    const notices: string[] = [];
    const hasty = backendAt(server, { onNotice: (text) => notices.push(text) });
    const followed = follow(hasty);
    done(await careful.write(putInstance(instance(key))));
    const former = hasty.incarnation();
    replication.cut();
    expect(await careful.write(putService('unheard'))).toMatchObject({ kind: 'unknown' });
    done(await hasty.write(putService('forgotten')));
    await followed.until(({ services }) => services.has('forgotten') && services.has('unheard'));

    await primary.kill('SIGKILL');
    await replica.client().replicaof('NO', 'ONE');
    front.aim(replica.port);
    await followed.until(({ services }) => !services.has('forgotten') && followed.staleReason() === undefined);
    expect([...followed.content().services.keys()]).toEqual(['cart']);
    expect(find(followed.content(), key)).toBeDefined();
    expect(notices.join()).toContain('forgotten writes');
    expect(hasty.incarnation()).toBe(former);
    done(await hasty.write(putService('next')));
    await followed.until(({ services }) => services.has('next'));
  },
);

test.skipIf(tool.isMissing)(
  'behind Sentinel it follows to the primary that is promoted, with all that was confirmed and with its leadership',
  { timeout: 180_000 },
  async () => {
    const primary = await redisOfTest();
    const replica = await replicaOf(primary.port);
    const sentinels = [await startSentinel(primary.port)];
    const server = { kind: 'sentinel', sentinels, primaryName: 'main' } as const;
    const backend = backendAt(server, { waitForReplicas: 1 });
    const other = backendAt(server);
    const lease = createRedisLease({ server, clock: systemClock, name: 'test', ttlMs: 900, holder: 'only' });
    onTestFinished(lease.close);
    const followed = follow(other);
    for (let weight = 1; weight <= 20; weight++) done(await backend.write(putInstance(instance({ ...key, weight }))));
    await expect.poll(lease.isLeader, { timeout: 10_000 }).toBe(true);

    await primary.kill('SIGKILL');
    // On a machine with too much to do a Sentinel takes half a minute before it trusts its own eyes; else it may be too fast for anybody to
    // call the content stale.
    const isPromoted = async (): Promise<boolean> => (await replica.client().role()).includes('master');
    await expect.poll(isPromoted, { timeout: 90_000 }).toBe(true);
    expect(find(followed.content(), key)?.weight).toBe(20);
    // Sentinel makes the promoted one writable before or after it names it.
    while ((await other.write(putService('next'))).kind !== 'done') await sleep(50);
    await followed.until(({ services }) => services.has('next'));
    expect(followed.staleReason()).toBeUndefined();
    expect(find(followed.content(), key)?.weight).toBe(20);
    await expect.poll(lease.isLeader, { timeout: 10_000 }).toBe(true);
  },
);
