import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// The programs of intents/ synthesize when they are imported: what they write goes to a folder that goes with the tests,
// and not to dist/. Import this before them.
const folder = mkdtempSync(join(tmpdir(), 'bookinfo-'));
process.env['CDK8S_OUTDIR'] = folder;
afterAll(() => {
  rmSync(folder, { recursive: true });
});
