import { expect, test } from 'vitest';
import type { RolloutStore } from '../../../lib/controller/ports/rollout-store.js';
import type { RolloutRecord } from '../../../lib/controller/record/rollout-record.js';

/** A record of no meaning: a store does not look into it. */
export function anyRecord(text: string): RolloutRecord {
  return {
    recordVersion: 1,
    adopted: text,
    baseline: { series: {} },
    notices: [],
    log: [],
  } as unknown as RolloutRecord;
}

/** What every store promises, shown on one that `open` gives, empty. `record`: one that says a text, for a store that shows what it has. */
export function storePromises(
  open: () => Promise<RolloutStore>,
  {
    skip = false,
    record: make = anyRecord,
  }: { readonly skip?: boolean; readonly record?: (text: string) => RolloutRecord } = {},
): void {
  test.skipIf(skip)('a record is read as it was written, under the version that its writing gave', async () => {
    const store = await open();
    expect(await store.load('shop')).toBeUndefined();
    expect(await store.names()).toEqual([]);
    const saved = await store.save('shop', make('ä'), undefined);
    expect(saved.kind).toBe('saved');
    expect(await store.load('shop')).toEqual({
      version: saved.kind === 'saved' ? saved.version : '',
      record: make('ä'),
    });
    expect(await store.names()).toEqual(['shop']);
  });

  test.skipIf(skip)(
    'a writing that follows from another one than the last is a conflict, and changes nothing',
    async () => {
      const store = await open();
      const first = await store.save('shop', make('1'), undefined);
      const basedOn = first.kind === 'saved' ? first.version : '';
      const outcomes = await Promise.all(['2', '3', '4'].map((text) => store.save('shop', make(text), basedOn)));
      expect(outcomes.filter(({ kind }) => kind === 'saved')).toHaveLength(1);
      expect(await store.save('shop', make('5'), undefined)).toEqual({ kind: 'conflict' });
      expect(await store.save('shop', make('5'), basedOn)).toEqual({ kind: 'conflict' });
      const kept = (await store.load('shop'))?.record as RolloutRecord;
      expect(kept.adopted).toBe(String(outcomes.findIndex(({ kind }) => kind === 'saved') + 2));
    },
  );

  test.skipIf(skip)('commands stay in the order of asking until they are answered, each once', async () => {
    const store = await open();
    await store.save('shop', make('1'), undefined);
    const pause = { id: 'p', by: 'ann', action: 'pause' } as const;
    const abort = { id: 'a', by: 'bob', action: 'abort' } as const;
    await store.ask('shop', pause);
    await store.ask('shop', abort);
    await store.ask('shop', pause);
    expect(await store.commands('shop')).toEqual([pause, abort]);
    expect(await store.commands('other')).toEqual([]);
    await store.answered('shop', ['p', 'unknown']);
    expect(await store.commands('shop')).toEqual([abort]);
  });
}
