import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io.js';
import { UsageError } from './usage-error.js';

/** Reads a file that the command line names. Ends the command with a usage error where it cannot be read. */
export function readInputFile(file: string, { workingDirectory }: Pick<Io, 'workingDirectory'>): string {
  try {
    return readFileSync(resolve(workingDirectory, file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`"${file}" cannot be read: ${reason}`, { cause: error });
  }
}
