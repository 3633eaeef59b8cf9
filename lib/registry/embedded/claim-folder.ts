import { mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kill, pid } from 'node:process';
import { messageOf } from '../../util/message-of.js';

/** A folder that this process has for itself, or who else has it. */
export type ClaimedFolder =
  { readonly ok: true; readonly release: () => void } | { readonly ok: false; readonly problem: string };

interface Owner {
  readonly pid: number;
  /** When the process started, and where its number counts: the numbers of processes are used again. */
  readonly startedAt: string;
  readonly space: string;
}

const fileName = 'owner.json';

/**
 * Makes a folder this process's own. A process that has ended, however, owns nothing; of one that cannot be seen from here
 * (another machine or container) nothing is known: the store itself then tells the earlier one that it has a new owner.
 */
export function claimFolder(folder: string): ClaimedFolder {
  const path = join(folder, fileName);
  const own: Owner = { pid, startedAt: startOf(pid), space: processSpace() };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const owner = readOwner(path);
    if (owner !== undefined && lives(owner, own))
      return { ok: false, problem: `process ${String(owner.pid)} has it open` };
    writeFileSync(path, JSON.stringify(own));
  } catch (error) {
    // On a full disk what is there can still be read and served.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC'))
      return { ok: false, problem: messageOf(error) };
  }
  return {
    ok: true,
    release: () => {
      const owner = readOwner(path);
      if (owner?.pid === own.pid && owner.startedAt === own.startedAt) rmSync(path, { force: true });
    },
  };
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    // There is none, or it was cut off when its writer was killed.
    return undefined;
  }
}

function lives(owner: Owner, own: Owner): boolean {
  if (owner.space !== own.space) return false;
  if (owner.startedAt !== startOf(owner.pid)) return false;
  try {
    kill(owner.pid, 0);
    return true;
  } catch (error) {
    // It may belong to somebody else and be alive.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat; "" where there is no /proc: the number then has to do. */
function startOf(process: number): string {
  try {
    const text = readFileSync(`/proc/${String(process)}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function processSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}
