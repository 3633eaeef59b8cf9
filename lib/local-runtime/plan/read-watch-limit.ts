import { readFileSync } from 'node:fs';
import type { WatchLimit } from './check-watches.js';

const setting = 'fs.inotify.max_user_instances';

/** Reads how many inotify instances Linux gives to a user; undefined on other systems. */
export function readWatchLimit(): WatchLimit | undefined {
  try {
    return { setting, files: Number(readFileSync(`/proc/sys/${setting.replaceAll('.', '/')}`, 'utf8')) };
  } catch {
    return undefined; // no such setting: not a Linux, which watches files in other ways
  }
}
