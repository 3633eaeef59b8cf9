import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'main.ts')));

// A check reads the compiled mesh by the published schema, so this also holds each of them against it.
test.each(names)('the example %s is free of errors', async (name) => {
  const { code, stderr } = await runCli(['check', name], { directory: examples });
  expect(code, stderr).toBe(0);
});
