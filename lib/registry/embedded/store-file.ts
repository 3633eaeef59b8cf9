import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { messageOf } from '../../util/message-of.js';
import { checkFile } from './check-file.js';
import { type ReservedSpace, reservedSpace } from './reserve-space.js';
import { readStoreHead, type StoreHead, writeStoreHead } from './store-head.js';
import { emptySum, storeSum } from './store-sum.js';

/** What one commit changes. */
export interface StoreChange {
  /** By key, in the order of the writes; undefined removes. */
  readonly records: ReadonlyMap<string, string | undefined>;
  readonly sequence: number;
  readonly fencing: bigint;
}

/** What came of a commit; only `done` changed anything, and then it is on the disk. */
export type Committed =
  | { readonly kind: 'done' }
  | { readonly kind: 'full'; readonly detail: string }
  /** The disk has failed: nobody knows whether this change is there. Nothing is written after it. */
  | { readonly kind: 'failed'; readonly detail: string }
  /** Another process has the store, or the disk has failed before. */
  | { readonly kind: 'lost'; readonly detail: string };

/** A file of records that one process has open. */
export interface StoreFile {
  /** As they were when it was opened. */
  readonly head: StoreHead;
  readonly records: ReadonlyMap<string, string>;
  readonly get: (key: string) => string | undefined;
  /** Why nothing can be written any more; undefined while it can. */
  readonly lost: () => Extract<Committed, { readonly kind: 'lost' }> | undefined;
  readonly commit: (change: StoreChange) => Committed;
  readonly close: () => Promise<void>;
}

/** A store, or what is wrong with the one that is there. */
export type OpenedStoreFile =
  { readonly ok: true; readonly store: StoreFile } | { readonly ok: false; readonly problem: string };

type Database = RootDatabase<string, string>;

const fileName = 'registry.mdb';
const headKey = 'head';

/**
 * Opens the records of a folder, made where it holds none; the folder is there. What is damaged is never taken for less than
 * was written: each record counts in a sum that every commit writes too.
 */
export async function openStoreFile(folder: string): Promise<OpenedStoreFile> {
  const path = join(folder, fileName);
  try {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) await createFile(folder, path);
    return await readFile(path);
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

/** A file that is there is whole: it is written under another name first. */
async function createFile(folder: string, path: string): Promise<void> {
  const draft = join(folder, 'new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  const database = openDatabase(join(draft, fileName));
  const head: StoreHead = { sequence: 0, epoch: 0, fencing: '0', sum: emptySum };
  database.putSync(headKey, writeStoreHead(head));
  await database.close();
  renameSync(join(draft, fileName), path);
  rmSync(draft, { recursive: true, force: true });
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function openDatabase(path: string): Database {
  // Without overlapping, a commit is on the disk when it returns.
  return open<string, string>({ path, noSubdir: true, overlappingSync: false, encoding: 'string' });
}

async function readFile(path: string): Promise<OpenedStoreFile> {
  const problem = checkFile(path);
  if (problem !== undefined) return { ok: false, problem };
  const database = openDatabase(path);
  try {
    const head = readStoreHead(database.get(headKey));
    if (typeof head === 'string') throw new Error(head);
    const records = new Map<string, string>();
    let sum = emptySum;
    for (const { key, value } of database.getRange()) {
      if (key === headKey) continue;
      records.set(key, value);
      sum = storeSum(sum, key, value);
    }
    if (sum !== head.sum) throw new Error('its records are not those that were written');
    return { ok: true, store: storeFile({ database, space: reservedSpace(path), head, records }) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

interface OpenedFile {
  readonly database: Database;
  readonly space: ReservedSpace;
  readonly head: StoreHead;
  readonly records: ReadonlyMap<string, string>;
}

function storeFile({ database, space, head, records }: OpenedFile): StoreFile {
  let known = head;
  let lost: Extract<Committed, { readonly kind: 'lost' }> | undefined;
  const commit = (change: StoreChange): Committed => {
    if (lost !== undefined) return lost;
    try {
      space.reserve(bytesNeeded(database, change));
    } catch (error) {
      return { kind: 'full', detail: messageOf(error) };
    }
    const committed = commitTo(database, known, { ...change, epoch: head.epoch + 1 });
    if ('head' in committed) {
      known = committed.head;
      return { kind: 'done' };
    }
    lost = { kind: 'lost', detail: committed.detail };
    return committed;
  };
  // Claims the store. Where the disk is full now, the first write does.
  commit({ records: new Map(), sequence: head.sequence, fencing: BigInt(head.fencing) });
  return {
    head,
    records,
    get: (key) => database.get(key),
    lost: () => lost,
    commit,
    close: async () => {
      space.close();
      await database.close();
    },
  };
}

/** More than the file can be long after a commit: LMDB writes anew each page on the way to what changes, and its list of free pages. */
function bytesNeeded(database: Database, { records }: StoreChange): number {
  const stats = database.getStats() as LmdbStats;
  let pages = stats.lastPageNumber + 1 + 64 + stats.free.treeLeafPageCount + stats.free.overflowPages;
  for (const value of records.values())
    pages += stats.treeDepth + 3 + Math.ceil((3 * (value ?? '').length) / stats.pageSize);
  return pages * stats.pageSize;
}

/** What is used here of what lmdb tells of a file. */
interface LmdbStats {
  readonly pageSize: number;
  readonly treeDepth: number;
  readonly lastPageNumber: number;
  readonly free: { readonly treeLeafPageCount: number; readonly overflowPages: number };
}

interface Done {
  readonly head: StoreHead;
}

function commitTo(
  database: Database,
  known: StoreHead,
  { records, sequence, fencing, epoch }: StoreChange & { readonly epoch: number },
): Done | Extract<Committed, { readonly kind: 'failed' | 'lost' }> {
  const before = writeStoreHead(known);
  try {
    const next = database.transactionSync(() => {
      if (database.get(headKey) !== before) return undefined;
      let { sum } = known;
      for (const [key, value] of records) {
        const old = database.get(key);
        if (old !== undefined) sum = storeSum(sum, key, old);
        if (value !== undefined) {
          sum = storeSum(sum, key, value);
          database.putSync(key, value);
        } else if (old !== undefined) database.removeSync(key);
      }
      const head: StoreHead = { sequence, epoch, fencing: fencing.toString(), sum };
      database.putSync(headKey, writeStoreHead(head));
      return head;
    });
    return next === undefined
      ? { kind: 'lost', detail: 'another process has opened the store, and writes there now' }
      : { head: next };
  } catch (error) {
    return { kind: 'failed', detail: messageOf(error) };
  }
}
