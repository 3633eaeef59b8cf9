import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUpwards } from './find-upwards.js';

/**
 * Finds the script that starts the Vitest of a project: the one in the nearest `node_modules` at or above a folder.
 * Undefined where there is none.
 */
export function findTestRunner(directory: string): string | undefined {
  const folder = findUpwards(directory, 'node_modules/vitest/package.json');
  if (folder === undefined) return undefined;
  const home = join(folder, 'node_modules/vitest');
  // Vitest's own package.json, which names its script since version 0.
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { bin: { vitest: string } };
  return join(home, bin.vitest);
}
