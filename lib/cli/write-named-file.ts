import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../util/message-of.js';
import { UsageError } from './usage-error.js';

/** A file that the user named, and what goes into it. */
export interface NamedFile {
  /** Absolute. Its folder is made where there is none. */
  readonly path: string;
  readonly text: string;
  /** For people, where it cannot be written. */
  readonly what: string;
}

/** Writes a file that the user named; ends the command with a usage error where it cannot be written. */
export function writeNamedFile({ path, text, what }: NamedFile): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(`${what} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
