import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { OutputFile } from '../../output/output-file.js';
import { sortBy } from '../../util/sort-by.js';

/**
 * Reads all files of a folder and its folders; paths are relative to it, with `/` between segments, sorted.
 */
export function readFolder(directory: string): OutputFile[] {
  const files = readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return sortBy(
    files.map((file) => ({ path: relative(directory, file).split(sep).join('/'), content: readFileSync(file) })),
    (file) => file.path,
  );
}
