import { expect, onTestFinished, test } from 'vitest';
import { openRedis } from '../../../lib/registry/redis/open-redis.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { startRedis } from '../../support/redis/start-redis.js';
import { findTool } from '../../support/tools.js';

const tool = await findTool('redis-server');

test.skipIf(tool.isMissing)(
  'a command that finds its connection gone gives the loop a turn before it says so',
  async () => {
    const redis = await startRedis();
    const server = { kind: 'url', url: redis.url } as const;
    const connection = openRedis({ server, clock: systemClock, timeoutMs: 300 });
    onTestFinished(connection.close);
    await expect.poll(connection.isReady).toBe(true);

    const run = { turn: 0, isOver: false, unsent: 0, atOnce: 0 };
    const ask = async (): Promise<void> => {
      const { turn } = run;
      const { kind } = await connection.command('PING');
      if (kind !== 'unsent') return;
      run.unsent += 1;
      if (run.turn === turn) run.atOnce += 1;
    };
    const everyTurn = (): void => {
      run.turn += 1;
      void ask();
      if (!run.isOver) setImmediate(everyTurn);
    };
    everyTurn();
    await redis.kill('SIGKILL');
    await expect.poll(() => run.unsent).toBeGreaterThan(0);
    run.isOver = true;
    expect(run.atOnce).toBe(0);
  },
);
