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

/**
 * Makes an empty folder that lasts as long as the test file; for one test take `temporaryFolder`. `MESHWRIGHT_KEEP_TEMP=1`
 * leaves it there to be looked at. Returns its absolute path, free of symbolic links.
 */
export function temporaryFolderOfFile(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'meshwright-test-')));
  made.push(folder);
  return folder;
}
