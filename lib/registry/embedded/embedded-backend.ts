import type { Clock } from '../../util/clock.js';
import type { InstanceKey } from '../model/instance-record.js';
import type { RegistryBackend } from '../model/registry-backend.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { type LeaseBook, leaseBook } from '../rules/lease-book.js';
import { type ToldContent, toldContent } from '../rules/told-content.js';
import { atTurnEnd } from './at-turn-end.js';
import { type BatchItem, decideBatch, type DecidedBatch } from './decide-batch.js';
import { readRecords } from './record-keys.js';
import { type RequestMemory, requestMemory } from './request-memory.js';
import type { Committed, StoreFile } from './store-file.js';

/** What the embedded backend stands on. */
export interface EmbeddedParts {
  readonly store: StoreFile;
  readonly clock: Clock;
  /** Called when all is closed. */
  readonly release: () => void;
}

/** What is committed, and what goes with it in memory. */
interface State {
  readonly store: StoreFile;
  readonly requests: RequestMemory;
  readonly leases: LeaseBook<string>;
  readonly told: ToldContent;
  content: RegistryContent;
  sequence: number;
  fencing: bigint;
}

/** One commit holds up requests no longer than so many writes do. */
const batchLimit = 1000;

/** The backend on an open store; `openEmbedded` says what it promises. */
export function embeddedBackend({ store, clock, release }: EmbeddedParts): RegistryBackend {
  const queue: BatchItem[] = [];
  const expiring = new Set<string>();
  let isAwaited = false;
  let isClosed = false;
  const enqueue = (item: BatchItem): void => {
    queue.push(item);
    if (isAwaited) return;
    isAwaited = true;
    atTurnEnd(flush);
  };
  const flush = (): void => {
    const items = queue.splice(0, batchLimit);
    isAwaited = queue.length > 0;
    if (isAwaited) atTurnEnd(flush);
    for (const item of items) if (item.kind === 'expire') expiring.delete(leaseKey(item.key));
    if (items.length > 0) perform(state, items);
  };
  const onOver = (keys: readonly string[]): void => {
    for (const text of keys.filter((key) => !expiring.has(key))) {
      expiring.add(text);
      enqueue({ kind: 'expire', key: readLeaseKey(text) });
    }
  };
  const content = readRecords(store.records);
  const state: State = {
    store,
    requests: requestMemory(store.records, clock),
    leases: leaseBook({ clock, onOver }),
    told: toldContent(content),
    content,
    sequence: store.head.sequence,
    fencing: BigInt(store.head.fencing),
  };
  for (const ofService of content.instances.values())
    for (const { service, id, ttlMs } of ofService.values())
      if (ttlMs !== undefined) state.leases.start(leaseKey({ service, id }), ttlMs);
  return {
    kind: 'embedded',
    canWrite: true,
    watch: state.told.watch,
    write: (write, options = {}) =>
      isClosed
        ? Promise.resolve({ kind: 'unavailable', detail: 'the registry is closed' })
        : new Promise((resolve) => {
            enqueue({ kind: 'write', write, options, resolve });
          }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      while (queue.length > 0) flush();
      state.leases.close();
      state.told.close();
      await store.close();
      release();
    },
  };
}

function perform(state: State, items: readonly BatchItem[]): void {
  const { store, requests, leases, told } = state;
  const { content, sequence, fencing } = state;
  const isOver = (key: InstanceKey): boolean => leases.isOver(leaseKey(key));
  const batch = decideBatch({ content, sequence, fencing, now: requests.now(), get: store.get, isOver }, items);
  const committed = commit(state, batch);
  // One that needs no space, or less of it, may still fit.
  if (committed.kind === 'full' && items.length > 1) {
    for (const item of items) perform(state, [item]);
    return;
  }
  if (committed.kind !== 'done') {
    settle(
      items,
      batch.results.map((result) => withoutCommit(result, committed)),
    );
    if (committed.kind !== 'full') told.tellStale(committed.detail);
    return;
  }
  for (const { key, ttlMs } of batch.leases) {
    if (ttlMs === undefined) leases.end(leaseKey(key));
    else leases.start(leaseKey(key), ttlMs);
  }
  ({ content: state.content, sequence: state.sequence, fencing: state.fencing } = batch);
  told.tell(batch.content);
  settle(items, batch.results);
}

/** A renewal alone, or a write that is not done, needs no disk. */
function commit({ store, requests, fencing }: State, batch: DecidedBatch): Committed {
  if (batch.records.size === 0 && batch.fencing === fencing) return store.lost() ?? { kind: 'done' };
  const forgotten = requests.outdated(batch.requests.length);
  const records = new Map<string, string | undefined>(forgotten.map((key) => [key, undefined]));
  for (const [key, text] of batch.records) records.set(key, text);
  const committed = store.commit({ records, sequence: batch.sequence, fencing: batch.fencing });
  if (committed.kind === 'done') requests.remember(batch.requests, forgotten.length);
  return committed;
}

function settle(items: readonly BatchItem[], results: readonly (RegistryWriteResult | undefined)[]): void {
  for (const [index, item] of items.entries()) {
    const result = results[index];
    if (item.kind === 'write' && result !== undefined) item.resolve(result);
  }
}

/** What a write comes to that could not be committed. */
function withoutCommit(
  result: RegistryWriteResult | undefined,
  { kind, detail }: Exclude<Committed, { readonly kind: 'done' }>,
): RegistryWriteResult | undefined {
  if (kind === 'lost') return { kind: 'unavailable', detail };
  if (result?.kind !== 'done') return result;
  if (kind === 'full') return { kind: 'refused', reason: 'full', detail: `the disk takes no more: ${detail}` };
  return { kind: 'unknown', detail };
}

function leaseKey({ service, id }: InstanceKey): string {
  return JSON.stringify([service, id]);
}

function readLeaseKey(text: string): InstanceKey {
  // Written by the function above.
  const [service, id] = JSON.parse(text) as readonly [string, string];
  return { service, id };
}
