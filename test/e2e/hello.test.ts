import { expect, test } from 'vitest';
import { acceptance } from '../support/binomial-test.js';
import { runExample } from '../support/example-program.js';
import { createExampleRun } from '../support/example-run.js';
import { inParallel } from '../support/in-parallel.js';
import { findTool } from '../support/tools.js';

const envoy = await findTool('envoy');
const hello = createExampleRun(envoy, 'hello');

test.skipIf(envoy.isMissing)('hello: greets one in ten callers, and every tester, by v2', async () => {
  await hello.run((await runExample('hello/main.ts')).ir);

  expect((await hello.ask('/elsewhere')).status).toBe(404);
  const tester = await inParallel(20, 4, () => hello.ask('/hello/ada', { headers: { 'x-tester': 'yes' } }));
  expect(new Set(tester.map(({ text }) => text))).toEqual(new Set(['good day, ada\n']));
  const texts = (await inParallel(400, 8, () => hello.ask('/hello/ada'))).map(({ text }) => text);
  expect(new Set(texts)).toEqual(new Set(['hello, ada\n', 'good day, ada\n']));
  const { lowest, highest } = acceptance(texts.length, 0.9); // wrong once in a million runs
  const count = texts.filter((text) => text === 'hello, ada\n').length;
  expect(count).toBeGreaterThanOrEqual(lowest);
  expect(count).toBeLessThanOrEqual(highest);
});
