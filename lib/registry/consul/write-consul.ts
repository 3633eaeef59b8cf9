import type { Clock } from '../../util/clock.js';
import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import type { ServiceRecord } from '../model/service-record.js';
import { namesOf, planWrite, type PlannedWrite, type RecordState } from '../remote/record-write.js';
import type { StoreMark } from '../remote/store-mark.js';
import type { StoreMemory } from '../remote/store-memory.js';
import { writeDigest } from '../rules/write-digest.js';
import { deregisterAtAgent, passLease, registerAtAgent, showStatus } from './agent-service.js';
import type { ConsulAnswer, ConsulHttp } from './consul-http.js';
import type { ConsulKeys } from './consul-keys.js';
import { type KvEntry, type KvOperation, readKey, transact } from './consul-kv.js';

/** How to write one record. */
export interface WriteConsulOptions {
  readonly http: ConsulHttp;
  readonly keys: ConsulKeys;
  readonly clock: Clock;
  readonly newId: () => string;
  /** The store that is meant. */
  readonly memory: Pick<StoreMemory, 'incarnation' | 'isSame'>;
}

/** What is stored of a service: with each new instance `touched` changes, so that a deletion that saw none fails. */
interface StoredService {
  readonly record: ServiceRecord;
  readonly touched: string;
}

/** What came of it, and whether it was done now: a repeat is answered as then, whatever there is now. */
export interface WrittenConsul {
  readonly result: RegistryWriteResult;
  readonly isRepeat: boolean;
}

interface StoredRequest {
  readonly digest: string;
  readonly result: RegistryWriteResult;
  readonly atMs: number;
}

interface Found {
  readonly service: KvEntry | undefined;
  readonly instance: KvEntry | undefined;
  readonly fence: KvEntry | undefined;
  readonly request: KvEntry | undefined;
  readonly mark: KvEntry | undefined;
  readonly hasInstances: boolean;
}

const maxRaces = 200;

/**
 * Does one write: reads the keys that it depends on, plans, and has Consul make all changes in one transaction if none of the keys
 * was changed since. The agent hears of it after that.
 */
export async function writeConsul(
  options: WriteConsulOptions,
  write: RegistryWrite,
  writeOptions: WriteOptions,
): Promise<WrittenConsul> {
  const digest = writeDigest(write);
  for (let race = 0; race < maxRaces; race++) {
    const found = await find(options, write, writeOptions);
    if ('kind' in found) return { result: found, isRepeat: false };
    const early = settled(found, digest, writeOptions);
    if (early !== undefined) return { result: early, isRepeat: true };
    const planned = planWrite(stateOf(found), write, options.newId());
    if (planned.result.kind !== 'done') return { result: planned.result, isRepeat: false };
    const operations = operationsOf({ options, write, writeOptions, found, planned, digest });
    if (operations.length > 0) {
      const answer = await transact(options.http, [markOperation(options, found), ...operations]);
      if (answer.kind === 'answer' && answer.status === 409) continue;
      const failed = failureOf(answer);
      if (failed !== undefined) return { result: failed, isRepeat: false };
    }
    return { result: await tellAgent(options, write, planned.result), isRepeat: false };
  }
  const detail = 'others change the same record all the time';
  return { result: { kind: 'unavailable', detail }, isRepeat: false };
}

async function find(
  { http, keys, memory }: WriteConsulOptions,
  write: RegistryWrite,
  { requestId, fencingToken }: WriteOptions,
): Promise<Found | RegistryWriteResult> {
  const { service, id } = namesOf(write);
  const wanted = [
    keys.service(service),
    id === undefined ? undefined : keys.instance({ service, id }),
    fencingToken === undefined ? undefined : keys.fence,
    requestId === undefined ? undefined : keys.request(requestId),
    keys.mark,
  ];
  const read = await Promise.all(
    wanted.map((key) => (key === undefined ? Promise.resolve(undefined) : readKey(http, key))),
  );
  for (const entry of read)
    if (entry !== undefined && 'kind' in entry)
      return {
        kind: 'unavailable',
        detail: entry.kind === 'refused' ? `Consul answers ${String(entry.status)}` : entry.reason,
      };
  const [serviceEntry, instance, fence, request, mark] = read as readonly (KvEntry | undefined)[];
  // Only this code writes it.
  const isSame = mark === undefined ? memory.incarnation() === undefined : memory.isSame(mark.value as StoreMark);
  if (!isSame) return { kind: 'unavailable', detail: 'Consul holds another store than before' };
  const found = { service: serviceEntry, instance, fence, request, mark, hasInstances: false };
  if (write.kind !== 'delete-service') return found;
  // After its service was read: who comes later touches that.
  const listed = await http({
    method: 'GET',
    path: `/kv/${keys.instancesOf(service)}`,
    query: { keys: '', consistent: '' },
  });
  if (listed.kind !== 'answer') return { kind: 'unavailable', detail: listed.reason };
  return { ...found, hasInstances: listed.status === 200 };
}

function stateOf({ service, instance, hasInstances }: Found): RecordState {
  return {
    // Only this code writes below these keys.
    ...(service === undefined ? {} : { service: (service.value as StoredService).record }),
    ...(instance === undefined ? {} : { instance: instance.value as InstanceRecord }),
    hasInstances,
  };
}

/** What the write comes to before it is looked at: it was done before, or another leads. */
function settled(found: Found, digest: string, { fencingToken }: WriteOptions): RegistryWriteResult | undefined {
  if (found.request !== undefined) {
    const known = found.request.value as StoredRequest;
    if (known.digest === digest) return known.result;
    return { kind: 'refused', reason: 'request-id', detail: 'the request id was used for another write' };
  }
  const fence = BigInt((found.fence?.value as string | undefined) ?? '0');
  if (fencingToken === undefined || fencingToken >= fence) return undefined;
  return { kind: 'refused', reason: 'fenced', detail: `a later leader, with the token ${String(fence)}, has written` };
}

interface Operating {
  readonly options: WriteConsulOptions;
  readonly write: RegistryWrite;
  readonly writeOptions: WriteOptions;
  readonly found: Found;
  readonly planned: PlannedWrite;
  readonly digest: string;
}

function operationsOf(operating: Operating): readonly KvOperation[] {
  const { options, found, planned } = operating;
  const { keys, newId } = options;
  const serviceIndex = found.service?.modifyIndex ?? 0;
  const index = found.instance?.modifyIndex ?? 0;
  const putService = (record: ServiceRecord): KvOperation => {
    const value: StoredService = { record, touched: newId() };
    return { verb: 'cas', key: keys.service(record.name), value, index: serviceIndex };
  };
  const operations = planned.changes.map((change): KvOperation => {
    switch (change.kind) {
      case 'put-service':
        return putService(change.record);
      case 'remove-service':
        return { verb: 'delete-cas', key: keys.service(change.name), index: serviceIndex };
      case 'put-instance':
        return { verb: 'cas', key: keys.instance(change.record), value: change.record, index };
      case 'remove-instance':
        return { verb: 'delete-cas', key: keys.instance(change.key), index };
    }
  });
  const isNewInstance = found.instance === undefined && planned.changes.some(({ kind }) => kind === 'put-instance');
  if (isNewInstance && found.service !== undefined)
    operations.push(putService((found.service.value as StoredService).record));
  return [...operations, ...noteOperations(operating)];
}

/** A record is written only to the store that was seen; the first one brings the mark. */
function markOperation({ keys, newId }: WriteConsulOptions, { mark }: Found): KvOperation {
  if (mark !== undefined) return { verb: 'check-index', key: keys.mark, index: mark.modifyIndex };
  const value: StoreMark = { id: newId(), follows: [] };
  return { verb: 'cas', key: keys.mark, value, index: 0 };
}

/** What goes with the write: the fencing token and the request id. */
function noteOperations({ options, writeOptions, found, planned, digest }: Operating): readonly KvOperation[] {
  const { keys, clock } = options;
  const { fencingToken, requestId } = writeOptions;
  const operations: KvOperation[] = [];
  if (fencingToken !== undefined) {
    const index = found.fence?.modifyIndex ?? 0;
    const value = fencingToken.toString();
    const isNoted = found.fence?.value === value;
    operations.push(
      isNoted ? { verb: 'check-index', key: keys.fence, index } : { verb: 'cas', key: keys.fence, value, index },
    );
  }
  if (requestId !== undefined) {
    const value: StoredRequest = { digest, result: planned.result, atMs: clock.now() };
    operations.push({ verb: 'cas', key: keys.request(requestId), value, index: 0 });
  }
  return operations;
}

/** Shows it to Consul's other users. What does not arrive is repaired later: the records count. */
async function tellAgent(
  { http, keys }: WriteConsulOptions,
  write: RegistryWrite,
  result: Extract<RegistryWriteResult, { readonly kind: 'done' }>,
): Promise<RegistryWriteResult> {
  switch (write.kind) {
    case 'put-service':
    case 'delete-service':
      return result;
    case 'put-instance':
      if (result.instance !== undefined) await registerAtAgent(http, keys, result.instance);
      return result;
    case 'set-instance-status':
      if (result.instance !== undefined) await showStatus(http, keys, result.instance);
      return result;
    case 'delete-instance':
      await deregisterAtAgent(http, keys, write.key);
      return result;
    case 'renew-instance': {
      if (result.instance?.ttlMs === undefined) return result;
      const passed = await passLease(http, keys, write.key);
      if (passed.kind !== 'answer' || passed.status !== 404) return failureOf(passed) ?? result;
      return failureOf(await registerAtAgent(http, keys, result.instance)) ?? result;
    }
  }
}

function failureOf(answer: ConsulAnswer): RegistryWriteResult | undefined {
  if (answer.kind === 'unsent') return { kind: 'unavailable', detail: answer.reason };
  if (answer.kind === 'broken') return { kind: 'unknown', detail: answer.reason };
  if (answer.status < 300) return undefined;
  const text = typeof answer.body === 'string' ? answer.body.slice(0, 200) : '';
  // A server error may come after the leader has taken the write.
  return {
    kind: answer.status < 500 ? 'unavailable' : 'unknown',
    detail: `Consul answers ${String(answer.status)}: ${text}`,
  };
}
