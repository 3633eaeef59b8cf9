import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const pageBytes = 4096;
const magic = 0xbeefc0de;
/** Behind a page's own header stand: magic, version, address, map size, two trees of 48 bytes, last page, transaction. */
const at = { magic: 24, version: 28, pageSize: 48, lastPage: 144, transaction: 152 } as const;

/**
 * Says what is wrong with a file before LMDB maps it, which ends the process when it meets what it cannot read; undefined for
 * nothing. Looks at the two pages with which an LMDB file begins, and whether the pages are there that they speak of.
 */
export function checkFile(path: string): string | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(2 * pageBytes);
    const length = readSync(descriptor, bytes, 0, bytes.length, 0);
    if (length < bytes.length) return 'the file is shorter than it was';
    const metas = [bytes.subarray(0, pageBytes), bytes.subarray(pageBytes)];
    const isOurs = (meta: Buffer): boolean =>
      meta.readUInt32LE(at.magic) === magic &&
      meta.readUInt32LE(at.version) === 2 &&
      meta.readUInt32LE(at.pageSize) === pageBytes;
    if (!metas.every(isOurs)) return 'the file does not begin as it should';
    const newest = metas.reduce((a, b) =>
      a.readBigUInt64LE(at.transaction) > b.readBigUInt64LE(at.transaction) ? a : b,
    );
    const lastPage = newest.readBigUInt64LE(at.lastPage);
    if ((lastPage + 1n) * BigInt(pageBytes) > BigInt(fstatSync(descriptor).size))
      return 'the file is shorter than it was';
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}
