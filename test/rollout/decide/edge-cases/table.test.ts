import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = new URL('./', import.meta.url);

test('each edge case of the documented table is named by a test, and no test names another', () => {
  const table = readFileSync(fileURLToPath(new URL('../../../../docs/rollout-edge-cases.md', folder)), 'utf8');
  const documented = [...table.matchAll(/^\| (AC-\d+)/gm)].map(([, id]) => id);
  const tests = readdirSync(folder).filter((file) => file.endsWith('.test.ts') && file !== 'table.test.ts');
  const tested = tests.flatMap((file) => readFileSync(new URL(file, folder), 'utf8').match(/AC-\d+/g) ?? []);
  expect(documented).toHaveLength(26);
  expect([...new Set(tested)].sort()).toEqual([...documented].sort());
});
