import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes files into a folder, given as text by relative path.
 */
export function writeTree(folder: string, textByPath: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(textByPath)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
