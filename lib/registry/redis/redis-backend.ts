import { randomBytes } from 'node:crypto';
import type { Clock } from '../../util/clock.js';
import type { MarkedBackend } from '../model/marked-backend.js';
import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { lostReason } from '../remote/lost-reason.js';
import { namesOf, type RecordState } from '../remote/record-write.js';
import { repeat } from '../remote/repeat.js';
import { emptyContent } from '../rules/content-draft.js';
import { toldContent, type ToldContent } from '../rules/told-content.js';
import { beginStore } from './begin-store.js';
import { followStore, type Following, type KnownStore } from './follow-store.js';
import { openRedis, type RedisConnection } from './open-redis.js';
import { redisKeys, type RedisKeys } from './redis-keys.js';
import type { RedisServer } from './redis-server.js';
import { sweepScript } from './scripts/sweep-script.js';
import { writeRecord } from './write-record.js';

/** Where the registry lies in Redis, and what to do when Redis fails. */
export interface RedisBackendOptions {
  readonly server: RedisServer;
  readonly clock: Clock;
  /** Several registries may share a Redis: letters, digits, `-`. @default 'default' */
  readonly name?: string;
  /** How long Redis may owe an answer before the connection counts as broken, ms. @default 2000 */
  readonly timeoutMs?: number;
  /** What is known is stale when nothing was heard of Redis for so long, ms; more than `pollMs`. @default 5000 */
  readonly staleAfterMs?: number;
  /** How often at least it is made sure that Redis still holds the same store, ms. @default 1000 */
  readonly pollMs?: number;
  /** How often ended leases are looked for, ms. Every replica does. @default 1000 */
  readonly sweepEveryMs?: number;
  /**
   * A write is done when so many replicas of Redis have it too (`WAIT`); where they do not in `timeoutMs`, it is `unknown`. 0: a
   * primary that dies before it has told its replicas takes acknowledged writes with it. @default 0
   */
  readonly waitForReplicas?: number;
  /**
   * When Redis comes back without the store that was known: `hold` keeps what is known, says that it is stale and refuses writes
   * until somebody calls `adopt`; `restore` writes what is known into a Redis that is empty. @default 'hold'
   */
  readonly onLostStore?: 'hold' | 'restore';
  /**
   * The store that has to be there (`incarnation` told its name earlier): so a process that starts anew does not take an emptied
   * Redis for a new one. @default - the first that is found, begun where there is none
   */
  readonly incarnation?: string;
  /** Hears what operators should know, such as writes that Redis has forgotten. @default - nobody hears */
  readonly onNotice?: (text: string) => void;
  /** Gives a text that it never gave before, for revisions and incarnations. @default - 72 random bits */
  readonly newId?: () => string;
}

interface Running {
  readonly options: RedisBackendOptions;
  readonly timing: { readonly timeoutMs: number; readonly staleAfterMs: number };
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  readonly known: KnownStore;
  readonly teller: ToldContent;
  readonly newId: () => string;
}

/**
 * Keeps a registry in Redis, for any number of replicas at once. Each write is one Lua script that compares and writes at
 * once; each replica follows the store's stream of changes. Redis needs `maxmemory-policy noeviction`, and to keep what it
 * acknowledged `appendonly yes` with `appendfsync always`, or replicas and `waitForReplicas`.
 */
export function createRedisBackend(options: RedisBackendOptions): MarkedBackend {
  const { clock, pollMs = 1000, timeoutMs = 2000, staleAfterMs = 5000 } = options;
  const open = (): RedisConnection =>
    openRedis({ server: options.server, clock, timeoutMs: Math.max(timeoutMs, pollMs + 500) });
  const connection = openRedis({ server: options.server, clock, timeoutMs });
  const followed = open();
  const known: KnownStore = { incarnation: options.incarnation ?? '', generation: 0, fence: '' };
  const newId = options.newId ?? (() => randomBytes(9).toString('base64url'));
  const teller = toldContent();
  const running: Running = {
    options,
    timing: { timeoutMs, staleAfterMs },
    connection,
    keys: redisKeys(options.name ?? 'default'),
    known,
    teller,
    newId,
  };
  const following = followStore({
    ...running,
    clock,
    connection: followed,
    pollMs,
    staleAfterMs,
    onOtherStore: (found) => meetOtherStore(running, found),
    onNotice: options.onNotice ?? (() => undefined),
  });
  const endSweeps = sweepOften(running);
  return {
    kind: 'redis',
    canWrite: true,
    watch: teller.watch,
    write: (write, writeOptions = {}) => writeOne(running, following, { write, writeOptions }),
    incarnation: () => (known.incarnation === '' ? undefined : known.incarnation),
    adopt: () => adopt(running, following),
    close: () => {
      endSweeps();
      following.close();
      followed.close();
      connection.close();
      return Promise.resolve();
    },
  };
}

/** A Redis that is empty, or holds another store than the known one: begins it where that is allowed, else says that it is lost. */
async function meetOtherStore(running: Running, found: string): Promise<boolean> {
  const { connection, keys, known, teller, options, newId } = running;
  const isFirst = known.incarnation === '';
  const content = teller.content();
  if (isFirst && found !== '') {
    known.incarnation = found;
    return true;
  }
  const mayRestore = options.onLostStore === 'restore' && found === '' && content !== undefined;
  if (isFirst || mayRestore) {
    const reply = await beginStore({
      connection,
      keys,
      newIncarnation: newId(),
      former: known.incarnation,
      mode: 'new',
      fence: known.fence,
      ...(content === undefined ? {} : { content }),
    });
    if (reply.kind === 'reply' && mayRestore)
      options.onNotice?.('Redis came back empty: what was known is written back');
    return reply.kind === 'reply';
  }
  known.lostReason = lostReason('Redis', known.incarnation, found === '' ? undefined : found);
  teller.tellStale(known.lostReason);
  return false;
}

async function adopt({ connection, keys, known, newId }: Running, following: Following): Promise<boolean> {
  const reply = await beginStore({
    connection,
    keys,
    newIncarnation: newId(),
    former: known.incarnation,
    mode: 'anyway',
    fence: known.fence,
  });
  if (reply.kind === 'reply') following.lookAgain();
  return reply.kind === 'reply';
}

async function writeOne(
  running: Running,
  following: Following,
  { write, writeOptions }: { readonly write: RegistryWrite; readonly writeOptions: WriteOptions },
): Promise<RegistryWriteResult> {
  const { known, teller, connection, keys, newId, options, timing } = running;
  await teller.firstTold;
  const unavailable = known.lostReason ?? (teller.content() === undefined ? teller.staleReason() : undefined);
  if (unavailable !== undefined) return { kind: 'unavailable', detail: unavailable };
  const { incarnation } = known;
  const state = believed(running, write);
  const written = await writeRecord({ connection, keys, incarnation, state, newId }, write, writeOptions);
  if (written.isLost) following.lookAgain();
  if (written.generation === undefined) return written.result;
  const replicas = options.waitForReplicas ?? 0;
  if (replicas > 0) {
    const reply = await connection.command('WAIT', String(replicas), String(Math.ceil(timing.timeoutMs / 2)));
    if (reply.kind !== 'reply' || Number(reply.value) < replicas)
      return { kind: 'unknown', detail: `fewer than ${String(replicas)} replicas of Redis have confirmed the write` };
  }
  await following.reached(written.generation);
  return written.result;
}

function believed({ teller }: Running, write: RegistryWrite): RecordState {
  const content = teller.content() ?? emptyContent;
  const names = namesOf(write);
  const ofService = content.instances.get(names.service);
  const service = content.services.get(names.service);
  const instance = names.id === undefined ? undefined : ofService?.get(names.id);
  return {
    ...(service === undefined ? {} : { service }),
    ...(instance === undefined ? {} : { instance }),
    hasInstances: (ofService?.size ?? 0) > 0,
  };
}

function sweepOften({ connection, keys, known, options }: Running): () => void {
  const { clock, sweepEveryMs = 1000 } = options;
  return repeat(clock, sweepEveryMs, async () => {
    if (known.incarnation !== '' && known.lostReason === undefined && connection.isReady())
      await connection.run(
        sweepScript,
        [keys.meta, keys.instances, keys.counts, keys.leases, keys.changes],
        [known.incarnation, String(Math.max(3000, 3 * sweepEveryMs))],
      );
  });
}
