import { closeSync, fstatSync, openSync, statSync, writeSync, type Stats } from 'node:fs';
import type { LineSink } from '../../mesh-api/server/call-log.js';
import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';

/** A log in a file. */
export interface AuditFile extends LineSink {
  readonly close: () => void;
}

/**
 * Appends lines to a file that only its owner may read. Where the file was moved away or removed, as those do who rotate logs,
 * the next line begins a new one. What cannot be written is told, once until it can be again, and keeps nobody from working.
 * Ends the command where the file cannot be opened at the start.
 */
export function auditFile(path: string, print: (text: string) => void): AuditFile {
  let handle = openOrEnd(path);
  let isBroken = false;
  const write = (line: string): void => {
    if (!isStill(path, fstatSync(handle))) {
      const fresh = open(path);
      closeSync(handle);
      handle = fresh;
    }
    // A line that was cut off by a full disk ends here.
    const bytes = Buffer.from(isBroken ? `\n${line}` : line);
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done);
  };
  return {
    write: (line) => {
      try {
        write(line);
        isBroken = false;
      } catch (error) {
        if (!isBroken) print(`the audit log ${path} cannot be written: ${messageOf(error)}`);
        isBroken = true;
      }
    },
    close: () => {
      closeSync(handle);
    },
  };
}

function open(path: string): number {
  return openSync(path, 'a', 0o600);
}

function openOrEnd(path: string): number {
  try {
    return open(path);
  } catch (error) {
    throw new UsageError(`--audit-log ${path} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

function isStill(path: string, { dev, ino }: Stats): boolean {
  const there = statSync(path, { throwIfNoEntry: false });
  return there?.dev === dev && there.ino === ino;
}
