import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** What of a file is reserved on the disk. */
export interface ReservedSpace {
  /** Makes sure that the file's first `bytes` are on the disk, a good deal more where that goes. Throws when the disk is full. */
  readonly reserve: (bytes: number) => void;
  readonly close: () => void;
}

const stepBytes = 1024 * 1024;

/**
 * Reserves space for a file that something else writes, by zeros at its end. LMDB must never meet a full disk: its memory is
 * damaged by it, and the process ends.
 */
export function reservedSpace(path: string): ReservedSpace {
  const descriptor = openSync(path, 'r+');
  let size = fstatSync(descriptor).size;
  const extend = (to: number): void => {
    const zeros = Buffer.alloc(Math.min(to - size, stepBytes));
    let at = size;
    while (at < to) at += writeSync(descriptor, zeros, 0, Math.min(zeros.length, to - at), at);
    fsyncSync(descriptor);
    size = fstatSync(descriptor).size;
  };
  return {
    reserve: (bytes) => {
      // LMDB may have made it longer meanwhile, and never makes it shorter.
      if (bytes <= size) return;
      size = fstatSync(descriptor).size;
      if (bytes <= size) return;
      try {
        extend(Math.ceil(bytes / stepBytes) * stepBytes);
      } catch {
        // No room for a step: what is needed may fit.
        size = fstatSync(descriptor).size;
        if (bytes > size) extend(bytes);
      }
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}
