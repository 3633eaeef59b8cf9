import { createHash } from 'node:crypto';

/** A sum over a set of records, 64 hex digits. Adding a record a second time takes it out again. */
export type StoreSum = string;

/** The sum of no records. */
export const emptySum: StoreSum = '0'.repeat(64);

/** Adds a record to a sum, or takes it out of one that it is in. In whatever order: the sum is of what is there. */
export function storeSum(sum: StoreSum, key: string, value: string): StoreSum {
  const hash = createHash('sha256')
    .update(`${String(key.length)} ${key}${value}`)
    .digest();
  const bytes = Buffer.from(sum, 'hex');
  for (const [index, byte] of hash.entries()) bytes[index] = (bytes[index] ?? 0) ^ byte;
  return bytes.toString('hex');
}
