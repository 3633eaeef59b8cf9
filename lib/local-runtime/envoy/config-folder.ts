import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of files that one Envoy watches. */
export interface ConfigFolder {
  readonly path: string;
  /** Writes a file, whole, unless it has that text already. Returns whether it changed. */
  readonly write: (name: string, text: string) => boolean;
  /** Removes all files but these. */
  readonly keepOnly: (names: ReadonlySet<string>) => void;
}

/** Makes the folder at an absolute path. */
export function createConfigFolder(path: string): ConfigFolder {
  mkdirSync(path, { recursive: true });
  const textByName = new Map<string, string>();
  return {
    path,
    write(name, text) {
      if (textByName.get(name) === text) return false;
      // Envoy looks for moves onto the file, and must never read half of one.
      const temporary = join(path, `.${name}.new`);
      writeFileSync(temporary, text);
      renameSync(temporary, join(path, name));
      textByName.set(name, text);
      return true;
    },
    keepOnly(names) {
      for (const name of textByName.keys()) {
        if (names.has(name)) continue;
        rmSync(join(path, name), { force: true });
        textByName.delete(name);
      }
    },
  };
}
