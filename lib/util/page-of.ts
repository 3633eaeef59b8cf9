/** Which part of a list. */
export interface PageRequest {
  /** 1 to 1,000; beyond that the nearest of them. @default 100 */
  readonly limit?: number;
  /** Of the page before; absent for the first. */
  readonly cursor?: string;
}

/** A page of what was found, or that the cursor is none of ours. */
export type PageResult<Found> =
  | {
      readonly kind: 'page';
      readonly items: readonly Found[];
      /** Absent on the last page. */
      readonly cursor?: string;
    }
  | { readonly kind: 'bad-cursor' };

/** A list that is told in pages. */
export interface PagedList<Found> {
  /** How many texts a key has. */
  readonly keyLength: number;
  readonly keyOf: (item: Found) => readonly string[];
  /** What has a key after this one, sorted by key; all of it where the key is empty. */
  readonly after: (key: readonly string[]) => Iterable<Found>;
}

/**
 * Cuts a page out of a list. A cursor is the key of the last item before the page: however the list changes between pages, what
 * is there all the time comes exactly once.
 */
export function pageOf<Found>(
  { limit = 100, cursor }: PageRequest,
  { keyLength, keyOf, after }: PagedList<Found>,
): PageResult<Found> {
  const start = cursor === undefined ? [] : readCursor(cursor, keyLength);
  if (start === undefined) return { kind: 'bad-cursor' };
  const most = Math.min(Math.max(1, Math.trunc(limit)), 1000);
  const items: Found[] = [];
  for (const item of after(start)) {
    const last = items.at(-1);
    if (items.length === most && last !== undefined)
      return { kind: 'page', items, cursor: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') };
    items.push(item);
  }
  return { kind: 'page', items };
}

function readCursor(cursor: string, length: number): readonly string[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isOurs = Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string');
    return isOurs ? key : undefined;
  } catch {
    // Not JSON, so not ours.
    return undefined;
  }
}
