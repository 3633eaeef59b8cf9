import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe } from 'vitest';
import { createRedisBackend } from '../../../lib/registry/redis/redis-backend.js';
import { redisKeys } from '../../../lib/registry/redis/redis-keys.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startRedis, type TestRedis } from '../../support/redis/start-redis.js';
import { backendContract } from '../../support/registry/backend-contract.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('redis-server');
let redis: TestRedis;
let count = 0;

beforeAll(async () => {
  if (!tool.isMissing) redis = await startRedis();
});

// Leases are Redis's own time: it goes on when all of them end sooner.
const shiftLeases = `for _, name in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZINCRBY', KEYS[1], -ARGV[1], name) end`;

describe.skipIf(tool.isMissing)('a Redis', () => {
  backendContract({
    name: 'redis',
    create: () => {
      const name = `contract-${String(count++)}`;
      const open = () =>
        createRedisBackend({ server: { kind: 'url', url: redis.url }, clock: systemClock, name, sweepEveryMs: 20 });
      const client = redis.client();
      return Promise.resolve({
        backend: open(),
        second: open(),
        advance: async (ms) => {
          await client.eval(shiftLeases, 1, redisKeys(name).leases, ms);
          await sleep(50);
        },
        stop: () => {
          client.disconnect();
          return Promise.resolve();
        },
      });
    },
    capabilities: { writes: true, leases: true, requestIds: true, fencing: true, clients: true },
  });
});
