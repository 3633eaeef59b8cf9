import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** What to watch. */
export interface WatchOptions {
  /** Absolute folder; all below it is watched too. */
  readonly directory: string;
  /** Absolute folders below it that are not looked at: output. `node_modules` and hidden files never are, but for `..data` of a volume. */
  readonly ignored: readonly string[];
  readonly onChange: () => void;
}

/** Editors write a file in several steps, and tools several files. */
const calmMs = 150;

/** Volumes of Kubernetes change so: what their files link to is swapped, by this link alone. */
const swappedLink = '..data';

/**
 * Tells of changes to files in a folder, once for changes in quick succession. Returns what ends it.
 */
export function watchFolder({ directory, ignored, onChange }: WatchOptions): () => void {
  // Not with `recursive`: on Linux Node would then hold a watch for every file of node_modules.
  const watcherByFolder = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  const isWatched = (folder: string, name: string): boolean =>
    name !== 'node_modules' && !name.startsWith('.') && !ignored.includes(join(folder, name));
  const forget = (folder: string): void => {
    watcherByFolder.get(folder)?.close();
    watcherByFolder.delete(folder);
  };
  const look = (folder: string): void => {
    if (!watcherByFolder.has(folder)) {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null && name !== swappedLink && !isWatched(folder, name)) return;
        look(folder); // there may be a new folder in it
        clearTimeout(timer);
        timer = setTimeout(onChange, calmMs);
      });
      watcher.on('error', () => {
        forget(folder); // removed, or no longer ours to read
      });
      watcherByFolder.set(folder, watcher);
    }
    for (const name of subfolders(folder)) {
      const path = join(folder, name);
      if (isWatched(folder, name) && !watcherByFolder.has(path)) look(path);
    }
  };

  look(directory);
  return () => {
    clearTimeout(timer);
    for (const folder of [...watcherByFolder.keys()]) forget(folder);
  };
}

/** Empty for a folder that has gone meanwhile. */
function subfolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
