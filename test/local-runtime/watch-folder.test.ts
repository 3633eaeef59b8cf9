import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { watchFolder } from '../../lib/local-runtime/watch-folder.js';
import { mountFiles } from '../support/pod-network/mount-files.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeTree } from '../support/write-tree.js';

/** Longer than changes are gathered, so that a change that must not be told would have been. */
const longEnoughMs = 400;

test('tells once of changes in quick succession', async () => {
  const { folder, count } = watched({ 'main.ts': '1', 'lib/cart.ts': '1' });
  writeFileSync(join(folder, 'main.ts'), '2');
  writeFileSync(join(folder, 'lib/cart.ts'), '2');
  await expect.poll(count).toBe(1);
  await sleep(longEnoughMs);
  expect(count()).toBe(1);
});

test('sees files in folders that are made later', async () => {
  const { folder, count } = watched({ 'main.ts': '1' });
  mkdirSync(join(folder, 'later'));
  await expect.poll(count).toBe(1);
  writeFileSync(join(folder, 'later/cart.ts'), '1');
  await expect.poll(count).toBe(2);
});

test('looks at neither output nor node_modules nor hidden files', async () => {
  const { folder, count } = watched({ 'dist/a.json': '1', 'node_modules/a/a.js': '1', '.git/HEAD': '1' });
  writeTree(folder, { 'dist/a.json': '2', 'node_modules/a/a.js': '2', '.git/HEAD': '2', '.main.ts.swp': '2' });
  await sleep(longEnoughMs);
  expect(count()).toBe(0);
});

test('tells of a volume of Kubernetes whose content was swapped', async () => {
  const { folder, count } = watched({});
  await mountFiles(folder, { 'mesh.json': '1' });
  await expect.poll(count).toBe(1);
  await mountFiles(folder, { 'mesh.json': '2' });
  await expect.poll(count).toBe(2);
  expect(readFileSync(join(folder, 'mesh.json'), 'utf8')).toBe('2');
});

function watched(textByPath: Readonly<Record<string, string>>): {
  readonly folder: string;
  readonly count: () => number;
} {
  const folder = temporaryFolder();
  writeTree(folder, textByPath);
  let changes = 0;
  const stop = watchFolder({ directory: folder, ignored: [join(folder, 'dist')], onChange: () => (changes += 1) });
  onTestFinished(stop);
  return { folder, count: () => changes };
}
