import { dirname, sep } from 'node:path';
import { findUpwards } from './find-upwards.js';
import type { Program } from './program.js';

/**
 * The folder of the `cdk8s.yaml` nearest to the program's source, and not of the one that started it: the first may start
 * a program of another folder, and programs of one folder share what runs below it.
 */
export function workloadDirectory({ directory, projectDirectory, entryFile }: Program): string {
  const start = entryFile === undefined ? directory : dirname(entryFile);
  const found = findUpwards(start, 'cdk8s.yaml') ?? start;
  return `${found}${sep}`.startsWith(`${projectDirectory}${sep}`) ? found : start;
}
