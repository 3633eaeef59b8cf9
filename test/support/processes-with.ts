import { execFileSync } from 'node:child_process';

/** Command lines of the running processes that hold a text; those that only wait to be collected do not run. */
export function processesWith(text: string): readonly string[] {
  return execFileSync('ps', ['-ww', '-eo', 'stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !line.startsWith('Z'));
}
