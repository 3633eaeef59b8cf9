import { expect, onTestFinished, test } from 'vitest';
import type { RolloutStore } from '../../../lib/controller/ports/rollout-store.js';
import { redisRolloutStore } from '../../../lib/controller/redis/redis-rollout-store.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { storePromises } from '../../support/controller/store-promises.js';
import { eventually } from '../../support/eventually.js';
import { startRedis, type TestRedis } from '../../support/redis/start-redis.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('redis-server');
let redis: Promise<TestRedis> | undefined;
let count = 0;

storePromises(async () => openStore(await sharedRedis(), `test-${String((count += 1))}`), { skip: tool.isMissing });

test.skipIf(tool.isMissing)(
  'a Redis that is killed rejects, and is found again with what it had acknowledged',
  async () => {
    const own = await startRedis({ persistence: 'always' });
    const store = openStore(own, 'faults');
    await eventually(async () => (await store.names()).length === 0, 20_000);
    await store.ask('shop', { id: 'a', by: 'ann', action: 'abort' });
    await own.kill('SIGKILL');
    await expect(store.commands('shop')).rejects.toThrow();
    await own.start('kept');
    await eventually(async () => {
      const commands = await store.commands('shop').catch(() => []);
      return commands.length === 1;
    }, 20_000);
  },
);

function sharedRedis(): Promise<TestRedis> {
  redis ??= startRedis();
  return redis;
}

function openStore({ url }: TestRedis, namespace: string): RolloutStore {
  // A loaded machine is no fault.
  const timeoutMs = namespace === 'faults' ? 1000 : 20_000;
  const store = redisRolloutStore({ server: { kind: 'url', url }, clock: systemClock, namespace, timeoutMs });
  onTestFinished(store.close);
  return store;
}
