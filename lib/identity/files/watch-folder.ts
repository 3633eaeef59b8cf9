import { watch, type FSWatcher } from 'node:fs';
import type { Clock } from '../../util/clock.js';

// Where nothing can be watched (the folder is not there yet, no inotify instance is left) looking is all there is.
const lookEveryMs = 5_000;
/** Several files are replaced at once; the last one tells. */
const calmMs = 20;

/**
 * Calls back after something in a folder may have changed, also when a link in it is moved, as Kubernetes does; and now and
 * then without a reason. Ends with the returned function.
 */
export function watchFolder(path: string, clock: Clock, onChange: () => void): () => void {
  let watcher: FSWatcher | undefined;
  let stopLooking = (): void => undefined;
  let stopCalm = (): void => undefined;
  const drop = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const open = (): void => {
    if (watcher !== undefined) return;
    try {
      watcher = watch(path, { persistent: false }, () => {
        stopCalm();
        stopCalm = clock.after(calmMs, onChange);
      });
      watcher.on('error', drop);
    } catch {
      // Tried again at the next look.
    }
  };
  const look = (): void => {
    open();
    onChange();
    stopLooking = clock.after(lookEveryMs, look);
  };
  open();
  stopLooking = clock.after(lookEveryMs, look);
  return () => {
    stopLooking();
    stopCalm();
    drop();
  };
}
