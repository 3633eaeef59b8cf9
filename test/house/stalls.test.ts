import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const config = fileURLToPath(new URL('../support/stalls/stalls.config.mjs', import.meta.url));

test('a file that stalls is ended and told of, with the place where it stood, and the others are run', async () => {
  const env = { ...process.env, MESHWRIGHT_STALL_SECONDS: '2' };
  const run = spawn(process.execPath, [vitest, 'run', '--config', config, '--reporter', 'verbose'], { env });
  const [printed, told, closed] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'close')]);

  expect(told).toMatch(
    /stalled: .*keeps-the-loop\.ts gave its loop no turn for 2 s\n {4}at spin(Once)? .*keeps-the-loop\.ts/,
  );
  expect(told).toMatch(/stalled: .*waits-for-ever\.ts was not done after 8 s/);
  expect(printed).toMatch(/✓.*is-well\.ts/);
  expect(closed).toEqual([1, null]);
});
