import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../util/message-of.js';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** Reads a file that the command line names. Ends the command with a usage error where it cannot be read. */
export function readInputFile(file: string, { workingDirectory }: Pick<Io, 'workingDirectory'>): string {
  try {
    return readFileSync(resolve(workingDirectory, file), 'utf8');
  } catch (error) {
    throw new UsageError(`"${file}" cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
