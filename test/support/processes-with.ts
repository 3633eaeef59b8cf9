import { runSync } from './run-sync.js';

/** Command lines of the running processes that hold a text; those that only wait to be collected do not run. */
export function processesWith(text: string): readonly string[] {
  return runSync('ps', ['-ww', '-eo', 'stat=,args='])
    .split('\n')
    .filter((line) => line.includes(text) && !line.startsWith('Z'));
}
