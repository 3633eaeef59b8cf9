import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { checkTree, type TreePages } from './check-tree.js';

const pageBytes = 4096;
const magic = 0xbeefc0de;
/** In the first two pages, behind the header: magic, version, address, map size, tree of free pages, tree of records, last page, transaction. */
const at = {
  magic: 24,
  version: 28,
  address: 32,
  mapSize: 40,
  pageSize: 48,
  freeKind: 50,
  free: 54,
  recordsKind: 98,
  records: 102,
  lastPage: 144,
  transaction: 152,
} as const;
/** No store is a terabyte. */
const mostMapped = 2n ** 40n;
/** Of a tree's description: its depth, and 34 bytes on its root. */
const rootAfterDepth = 34;

/**
 * Says what is wrong with a file before LMDB maps it; undefined for nothing. LMDB trusts what it finds in pages: damage would end
 * the process. So this follows both trees of the newest state and looks
 * whether each page is what it should be. It finds most damage of pages, not all.
 */
export function checkFile(path: string): string | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const read = (page: number): Buffer => {
      const bytes = Buffer.alloc(pageBytes);
      readSync(descriptor, bytes, 0, pageBytes, page * pageBytes);
      return bytes;
    };
    if (size < 2 * pageBytes) return 'the file is shorter than it was';
    const heads = [read(0), read(1)];
    if (!heads.every(isHead)) return 'the file does not begin as it should';
    const [first, second] = heads as [Buffer, Buffer];
    const newest = first.readBigUInt64LE(at.transaction) > second.readBigUInt64LE(at.transaction) ? first : second;
    const lastPage = Number(newest.readBigUInt64LE(at.lastPage));
    if ((lastPage + 1) * pageBytes > size) return 'the file is shorter than it was';
    const isAlike = first.subarray(at.address, at.mapSize).equals(second.subarray(at.address, at.mapSize));
    const isSameKind = [at.freeKind, at.recordsKind].every(
      (kind) => first.readUInt32LE(kind) === second.readUInt32LE(kind),
    );
    if (!isAlike || !isSameKind || newest.readBigUInt64LE(at.mapSize) > mostMapped)
      return 'the file does not begin as it should';
    const transaction = newest.readBigUInt64LE(at.transaction);
    return checkPages({ read, lastPage, transaction, used: new Set() }, newest);
  } finally {
    closeSync(descriptor);
  }
}

function isHead(page: Buffer): boolean {
  return (
    page.readUInt32LE(at.magic) === magic &&
    page.readUInt32LE(at.version) === 2 &&
    page.readUInt32LE(at.pageSize) === pageBytes
  );
}

function checkPages(pages: TreePages, head: Buffer): string | undefined {
  const free: number[] = [];
  const checkFree = (value: Buffer): boolean => {
    // How many, then their numbers.
    const count = value.length < 8 ? -1 : Number(value.readBigUInt64LE(0));
    if (count < 0 || (count + 1) * 8 > value.length) return false;
    for (let index = 1; index <= count; index += 1) free.push(Number(value.readBigInt64LE(index * 8)));
    return true;
  };
  for (const [depthAt, onValue] of [
    [at.free, checkFree],
    [at.records, () => true],
  ] as const) {
    const depth = head.readUInt16LE(depthAt);
    const root = head.readBigUInt64LE(depthAt + rootAfterDepth);
    if (depth > 0 && !checkTree(pages, { page: Number(root), depth, onValue })) return 'a page of the file is damaged';
  }
  // A number below zero says how many pages follow one; zero is room for more.
  const isRight = (page: number): boolean =>
    page <= 0 ? -page <= pages.lastPage : page >= 2 && page <= pages.lastPage && !pages.used.has(page);
  return free.every(isRight) ? undefined : 'its list of free pages is damaged';
}
