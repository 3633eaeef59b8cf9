import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

// Vitest loads this module anew for each test file, so this is the end of that file.
afterAll(() => {
  if (process.env['MESHWRIGHT_KEEP_TEMP'] === '1') return;
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Makes an empty folder that is removed after the test file, unless `MESHWRIGHT_KEEP_TEMP` is "1". Returns its absolute path. */
export function makeTempDir(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'meshwright-test-')));
  made.push(folder);
  return folder;
}
