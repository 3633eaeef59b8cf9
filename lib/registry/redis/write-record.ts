import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { namesOf, planWrite, type PlannedWrite, type RecordState } from '../remote/record-write.js';
import { writeDigest } from '../rules/write-digest.js';
import type { RedisConnection, RedisReply } from './open-redis.js';
import type { RedisKeys } from './redis-keys.js';
import { type CommitPlan, commitScript } from './scripts/commit-script.js';
import { instanceField, parseInstance, parseService } from './stored-content.js';

/** How to write one record. */
export interface WriteRecordOptions {
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  /** The store that is meant. */
  readonly incarnation: string;
  /** What is believed to be there: a good guess saves a round trip, a bad one does no harm. */
  readonly state: RecordState;
  /** Gives a text that was never given before. */
  readonly newId: () => string;
}

/** What came of it, and up to which change the store was then. */
export interface WrittenRecord {
  readonly result: RegistryWriteResult;
  /** Only of a write that was done. */
  readonly generation?: number;
  /** Whether the store is another one than was meant. */
  readonly isLost: boolean;
}

type Names = ReturnType<typeof namesOf>;

// Each lost race means that another write was done; so many in a row have never been seen.
const maxRaces = 1000;

/** Plans a write on what is believed to be in the store, and has the store make it if that is true; else plans anew. */
export async function writeRecord(
  options: WriteRecordOptions,
  write: RegistryWrite,
  writeOptions: WriteOptions,
): Promise<WrittenRecord> {
  const { connection, keys, newId } = options;
  const names = namesOf(write);
  const digest = writeOptions.requestId === undefined ? '' : writeDigest(write);
  let { state } = options;
  for (let race = 0; race < maxRaces; race++) {
    const planned = planWrite(state, write, newId());
    const plan: CommitPlan = {
      ...commitPlan(planned, state, names),
      incarnation: options.incarnation,
      fencingToken: writeOptions.fencingToken?.toString() ?? '',
      // Only what was done is kept: a write that changed nothing may be tried again.
      requestDigest: planned.result.kind === 'done' ? digest : '',
      lease: leaseOf(write, planned),
      hasInstances: write.kind !== 'delete-service' ? '' : state.hasInstances ? 'yes' : 'no',
    };
    const request = keys.request(writeOptions.requestId ?? '');
    const all = [keys.meta, keys.services, keys.instances, keys.counts, keys.leases, keys.changes, request];
    const reply = await connection.run(commitScript, all, [JSON.stringify(plan), digest]);
    if (reply.kind !== 'reply') return { result: failure(reply), isLost: false };
    const answer = reply.value as readonly string[];
    if (answer[0] !== 'changed') return concluded(answer, planned, digest);
    state = stateOf(answer);
  }
  return { result: { kind: 'unavailable', detail: 'others change the same record all the time' }, isLost: false };
}

function commitPlan(
  { result, changes }: PlannedWrite,
  state: RecordState,
  names: Names,
): Omit<CommitPlan, 'incarnation' | 'fencingToken' | 'requestDigest' | 'lease' | 'hasInstances'> {
  const putService = changes.find((change) => change.kind === 'put-service');
  const putInstance = changes.find((change) => change.kind === 'put-instance');
  return {
    service: names.service,
    instance: names.id === undefined ? '' : instanceField({ service: names.service, id: names.id }),
    serviceRevision: state.service?.revision ?? '',
    instanceRevision: state.instance?.revision ?? '',
    putService: putService === undefined ? '' : JSON.stringify(putService.record),
    removeService: changes.some(({ kind }) => kind === 'remove-service') ? 'yes' : '',
    putInstance: putInstance === undefined ? '' : JSON.stringify(putInstance.record),
    removeInstance: changes.some(({ kind }) => kind === 'remove-instance') ? 'yes' : '',
    changes: changes.length === 0 ? '' : JSON.stringify(changes),
    requestResult: JSON.stringify(result),
  };
}

function leaseOf(write: RegistryWrite, { result }: PlannedWrite): string {
  if (result.kind !== 'done') return '';
  switch (write.kind) {
    case 'put-instance':
    case 'renew-instance':
      return result.instance?.ttlMs === undefined ? 'none' : String(result.instance.ttlMs);
    case 'delete-instance':
      return 'none';
    case 'put-service':
    case 'delete-service':
    case 'set-instance-status':
      return '';
  }
}

function stateOf([, service = '', instance = '', count = '0']: readonly string[]): RecordState {
  return {
    ...(service === '' ? {} : { service: parseService(service) }),
    ...(instance === '' ? {} : { instance: parseInstance(instance) }),
    hasInstances: Number(count) > 0,
  };
}

function concluded(answer: readonly string[], { result }: PlannedWrite, digest: string): WrittenRecord {
  const [kind, detail = ''] = answer;
  // One of the words that the script answers.
  switch (kind as 'done' | 'lost' | 'fenced' | 'requested') {
    case 'done':
      return { result, ...(result.kind === 'done' ? { generation: Number(detail) } : {}), isLost: false };
    case 'lost':
      return { result: { kind: 'unavailable', detail: 'Redis holds another store than before' }, isLost: true };
    case 'fenced': {
      const text = `a later leader, with the token ${detail}, has written`;
      return { result: { kind: 'refused', reason: 'fenced', detail: text }, isLost: false };
    }
    case 'requested':
      return { result: repeated(detail, digest), isLost: false };
  }
}

function repeated(kept: string, digest: string): RegistryWriteResult {
  const known = JSON.parse(kept) as { readonly digest: string; readonly result: string };
  if (known.digest !== digest)
    return { kind: 'refused', reason: 'request-id', detail: 'the request id was used for another write' };
  return JSON.parse(known.result) as RegistryWriteResult;
}

function failure(reply: Exclude<RedisReply, { readonly kind: 'reply' }>): RegistryWriteResult {
  switch (reply.kind) {
    case 'unsent':
      return { kind: 'unavailable', detail: reply.reason };
    case 'broken':
      return { kind: 'unknown', detail: reply.reason };
    case 'error':
      // MISCONF: Redis takes no writes because it could not write to its disk.
      if (reply.code === 'OOM' || reply.code === 'MISCONF')
        return { kind: 'refused', reason: 'full', detail: reply.message };
      return { kind: 'unavailable', detail: reply.message };
  }
}
