import type { InstanceKey } from '../model/instance-record.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { contentDraft, type ContentDraft } from '../rules/content-draft.js';
import { writeDraft } from '../rules/write-draft.js';
import { writeDigest } from '../rules/write-digest.js';
import { recordKeys, type RememberedRequest } from './record-keys.js';

/** One thing to do: a write that somebody waits for, or the end of a lease. */
export type BatchItem =
  | {
      readonly kind: 'write';
      readonly write: RegistryWrite;
      readonly options: WriteOptions;
      readonly resolve: (result: RegistryWriteResult) => void;
    }
  | { readonly kind: 'expire'; readonly key: InstanceKey };

/** What a batch starts from. */
export interface BatchStart {
  readonly content: RegistryContent;
  readonly sequence: number;
  readonly fencing: bigint;
  /** The store's own time, ms. */
  readonly now: number;
  readonly get: (key: string) => string | undefined;
  readonly isOver: (key: InstanceKey) => boolean;
}

/** What a batch comes to, once it is committed. */
export interface DecidedBatch {
  readonly content: RegistryContent;
  readonly sequence: number;
  readonly fencing: bigint;
  /** What is to be written; undefined removes. */
  readonly records: ReadonlyMap<string, string | undefined>;
  /** Of each write, in order; undefined for the end of a lease. */
  readonly results: readonly (RegistryWriteResult | undefined)[];
  /** Instances whose lease starts, or ends where `ttlMs` is absent; in order. */
  readonly leases: readonly { readonly key: InstanceKey; readonly ttlMs?: number }[];
  /** Keys of the requests that are remembered from now on. */
  readonly requests: readonly string[];
}

interface Batch {
  readonly start: BatchStart;
  readonly draft: ContentDraft;
  readonly records: Map<string, string | undefined>;
  readonly leases: { readonly key: InstanceKey; readonly ttlMs?: number }[];
  readonly requests: string[];
  sequence: number;
  fencing: bigint;
}

/** Decides what writes that came together do, one after the other. Changes nothing. */
export function decideBatch(start: BatchStart, items: readonly BatchItem[]): DecidedBatch {
  const batch: Batch = {
    start,
    draft: contentDraft(start.content),
    records: new Map(),
    leases: [],
    requests: [],
    sequence: start.sequence,
    fencing: start.fencing,
  };
  const results = items.map((item) => {
    if (item.kind === 'write') return decideWrite(batch, item.write, item.options);
    expire(batch, item.key);
    return undefined;
  });
  const { draft, sequence, fencing, records, leases, requests } = batch;
  return { content: draft.content(), sequence, fencing, records, results, leases, requests };
}

function expire(batch: Batch, key: InstanceKey): void {
  const isTouched = batch.leases.some((lease) => lease.key.id === key.id && lease.key.service === key.service);
  if (isTouched || !batch.start.isOver(key)) return;
  batch.leases.push({ key });
  if (batch.draft.instance(key) === undefined) return;
  batch.draft.removeInstance(key);
  batch.records.set(recordKeys.instance(key), undefined);
}

function decideWrite(batch: Batch, write: RegistryWrite, options: WriteOptions): RegistryWriteResult {
  const { fencingToken, requestId } = options;
  if (fencingToken !== undefined && fencingToken < batch.fencing)
    return { kind: 'refused', reason: 'fenced', detail: 'another leader has written since' };
  if (fencingToken !== undefined) batch.fencing = fencingToken;
  const earlier = requestId === undefined ? undefined : earlierAnswer(batch, write, requestId);
  if (earlier !== undefined) return earlier;
  const result = change(batch, write);
  if (result.kind !== 'done' || requestId === undefined) return result;
  const remembered: RememberedRequest = { write: writeDigest(write), result, at: batch.start.now };
  const key = recordKeys.request(requestId);
  batch.records.set(key, JSON.stringify(remembered));
  batch.requests.push(key);
  return result;
}

function earlierAnswer(batch: Batch, write: RegistryWrite, requestId: string): RegistryWriteResult | undefined {
  const key = recordKeys.request(requestId);
  const text = batch.records.has(key) ? batch.records.get(key) : batch.start.get(key);
  if (text === undefined) return undefined;
  // We wrote it, and the store's sum says that it is whole.
  const remembered = JSON.parse(text) as RememberedRequest;
  if (remembered.write === writeDigest(write)) return remembered.result as RegistryWriteResult;
  return { kind: 'refused', reason: 'request-id', detail: 'this request id was used for another write' };
}

function change(batch: Batch, write: RegistryWrite): RegistryWriteResult {
  const { draft, records, leases } = batch;
  const key = keyOf(write);
  const service = 'name' in write ? write.name : keyOf(write)?.service;
  const before = service === undefined ? undefined : draft.service(service);
  batch.sequence += 1;
  const result = writeDraft(draft, write, String(batch.sequence));
  if (result.kind !== 'done') return result;
  const after = service === undefined ? undefined : draft.service(service);
  if (service !== undefined && before !== after)
    records.set(recordKeys.service(service), after === undefined ? undefined : JSON.stringify(after));
  if (key === undefined) return result;
  const instance = draft.instance(key);
  if (write.kind !== 'renew-instance')
    records.set(recordKeys.instance(key), instance === undefined ? undefined : JSON.stringify(instance));
  if (write.kind !== 'set-instance-status')
    leases.push({
      key: { service: key.service, id: key.id },
      ...(instance?.ttlMs === undefined ? {} : { ttlMs: instance.ttlMs }),
    });
  return result;
}

function keyOf(write: RegistryWrite): InstanceKey | undefined {
  if ('instance' in write) return write.instance;
  return 'key' in write ? write.key : undefined;
}
