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

    const run = { isOver: false, waiting: 0, unsent: 0, atOnce: 0 };
    const ask = async (): Promise<void> => {
      const turn = { isSame: true };
      void restOfTurn().then(() => {
        turn.isSame = false;
      });
      run.waiting += 1;
      const { kind } = await connection.command('PING');
      run.waiting -= 1;
      if (kind !== 'unsent') return;
      run.unsent += 1;
      if (turn.isSame) run.atOnce += 1;
    };
    const everyTurn = (): void => {
      // Few at a time: thousands that wait would make each turn longer than their patience.
      if (run.waiting < 100) void ask();
      if (!run.isOver) setImmediate(everyTurn);
    };
    everyTurn();
    await redis.kill('SIGKILL');
    await expect.poll(() => run.unsent).toBeGreaterThan(0);
    run.isOver = true;
    expect(run.atOnce).toBe(0);
  },
);

/** Ends after anything that needs no turn of the loop would have ended. */
async function restOfTurn(): Promise<void> {
  for (let tick = 0; tick < 100; tick += 1) {
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
  }
}
