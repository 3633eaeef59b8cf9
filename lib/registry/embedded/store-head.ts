import { contentHash } from '../../util/content-hash.js';
import type { StoreSum } from './store-sum.js';

/** What a store knows of itself: its first record, written by every commit. */
export interface StoreHead {
  /** Revisions up to this one are used up. */
  readonly sequence: number;
  /** Who writes: a process that opens the store counts it up. */
  readonly epoch: number;
  /** The latest leader's token; "0" while there was none. */
  readonly fencing: string;
  /** Of all other records. */
  readonly sum: StoreSum;
}

const format = 1;
const hashLength = 16;

/** Writes a head as one line that shows whether it is damaged. */
export function writeStoreHead(head: StoreHead): string {
  const text = JSON.stringify({ format, ...head });
  return `${contentHash(text, hashLength)} ${text}`;
}

/** Reads a head; gives what is wrong with a line that is none. */
export function readStoreHead(line: string | undefined): StoreHead | string {
  if (line === undefined) return 'its first record is gone';
  const text = line.slice(hashLength + 1);
  if (contentHash(text, hashLength) !== line.slice(0, hashLength)) return 'its first record is damaged';
  // The hash says that we wrote it.
  const { format: written, ...head } = JSON.parse(text) as StoreHead & { readonly format: number };
  return written === format ? head : `it has format ${String(written)}; this version reads format ${String(format)}`;
}
