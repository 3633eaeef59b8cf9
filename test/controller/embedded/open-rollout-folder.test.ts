import { join } from 'node:path';
import { readdirSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { openRolloutFolder } from '../../../lib/controller/embedded/open-rollout-folder.js';
import type { RolloutStore } from '../../../lib/controller/ports/rollout-store.js';
import { anyRecord, storePromises } from '../../support/controller/store-promises.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

storePromises(() => Promise.resolve(openStore(temporaryFolder())));

test('who opens the folder next has all that was kept, and no other process has it meanwhile', async () => {
  const folder = temporaryFolder();
  const first = openStore(folder);
  await first.save('shop', anyRecord('1'), undefined);
  await first.ask('shop', { id: 'a', by: 'ann', action: 'abort' });
  expect(openRolloutFolder(folder)).toMatchObject({
    ok: false,
    hint: expect.stringContaining('folder of its own') as unknown,
  });
  await first.close();
  const second = openStore(folder);
  expect(await second.names()).toEqual(['shop']);
  expect(await second.commands('shop')).toHaveLength(1);
});

test('a damaged file is an error, not an empty record', async () => {
  const folder = temporaryFolder();
  const first = openStore(folder);
  await first.save('shop', anyRecord('1'), undefined);
  await first.close();
  const [file = ''] = readdirSync(folder).filter((name) => name.includes('shop'));
  writeFileSync(join(folder, file), '{"record": {"reco');
  await expect(openStore(folder).load('shop')).rejects.toThrow('JSON');
});

test('who watches hears of a command', async () => {
  const store = openStore(temporaryFolder());
  let heard = 0;
  store.watch(() => {
    heard += 1;
  });
  await store.ask('shop', { id: 'a', by: 'ann', action: 'abort' });
  expect(heard).toBe(1);
});

function openStore(folder: string): RolloutStore {
  const opened = openRolloutFolder(folder);
  if (!opened.ok) throw new Error(opened.problem);
  onTestFinished(opened.store.close);
  return opened.store;
}
