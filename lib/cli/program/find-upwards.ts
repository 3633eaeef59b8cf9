import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Finds the nearest folder, at or above the given absolute one, that holds an entry of this name. Undefined when there
 * is none up to the root.
 */
export function findUpwards(directory: string, name: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
