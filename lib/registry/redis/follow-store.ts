import type { Clock } from '../../util/clock.js';
import { applyChanges } from '../remote/apply-changes.js';
import type { ToldContent } from '../rules/told-content.js';
import { shareContent } from '../remote/share-content.js';
import type { RecordChange } from '../remote/record-write.js';
import { emptyContent } from '../rules/content-draft.js';
import { changeWaiters } from './change-waiters.js';
import type { RedisConnection } from './open-redis.js';
import type { RedisKeys } from './redis-keys.js';
import { loadScript } from './scripts/load-script.js';
import { parseContent } from './stored-content.js';

/** What one replica knows of the store. Changes while it is followed. */
export interface KnownStore {
  /** The store whose content is known; "" before any was. */
  incarnation: string;
  /** Up to which change. */
  generation: number;
  /** Decimal; "" for none. */
  fence: string;
  /** Why writes are refused: the store is not the one that is known. Absent while it is. */
  lostReason?: string;
}

/** Who follows which store, and whom it tells. */
export interface FollowOptions {
  /** Of its own: it waits on it for changes. */
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  readonly clock: Clock;
  readonly known: KnownStore;
  readonly teller: ToldContent;
  /** How long one wait for changes takes at most; the store's identity is looked at after each. */
  readonly pollMs: number;
  /** When nothing was heard of the store for so long, what is known is stale. */
  readonly staleAfterMs: number;
  /** Asked when the store has no incarnation, or another one: begins it anew where that is allowed. True: look again at once. */
  readonly onOtherStore: (found: string) => Promise<boolean>;
  readonly onNotice: (text: string) => void;
}

/** A replica that follows. */
export interface Following {
  /** Resolves when all changes up to this one have been told, or the store was lost, or after `staleAfterMs`. */
  readonly reached: (generation: number) => Promise<void>;
  /** Looks at the whole store again. */
  readonly lookAgain: () => void;
  readonly close: () => void;
}

type Found = 'good' | 'again' | 'wait';

/** Follows a store until it is closed: reads it whole, then change by change; whole again whenever changes may have been missed. */
export function followStore(options: FollowOptions): Following {
  const { clock, known, teller, connection, staleAfterMs } = options;
  const run = { isClosed: false, mustLook: true, problem: 'Redis has not answered yet' };
  const isClosed = (): boolean => run.isClosed;
  const waiters = changeWaiters(clock);
  let endStale = (): void => undefined;
  const heard = (): void => {
    endStale();
    endStale = clock.after(staleAfterMs, () => {
      teller.tellStale(known.lostReason ?? run.problem);
    });
  };
  const step = async (): Promise<void> => {
    const found = await (run.mustLook ? look : follow)(options, run).catch((error: unknown) => {
      // Under our keys lies what only somebody else can have put there.
      run.problem = `Redis holds what is no registry's: ${String(error)}`;
      return 'wait' as const;
    });
    if (isClosed()) return;
    run.mustLook = found !== 'good';
    if (found === 'good') {
      heard();
      teller.tell(teller.content() ?? emptyContent);
    }
    waiters.wakeUpTo(known.lostReason === undefined ? known.generation : Infinity);
    if (found === 'wait') await pause(clock, Math.min(options.pollMs, 200));
  };
  const loop = async (): Promise<void> => {
    while (!isClosed()) await step();
  };
  heard();
  void loop();
  return {
    reached: (generation) => waiters.until(generation, staleAfterMs),
    lookAgain: () => {
      connection.reconnect();
    },
    close: () => {
      run.isClosed = true;
      endStale();
      waiters.wakeUpTo(Infinity);
    },
  };
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

async function look(options: FollowOptions, run: { problem: string }): Promise<Found> {
  const { connection, keys, known, teller } = options;
  const reply = await connection.run(
    loadScript,
    [keys.meta, keys.lineage, keys.services, keys.instances],
    [known.incarnation],
  );
  if (reply.kind !== 'reply') {
    Object.assign(run, { problem: reply.kind === 'error' ? reply.message : reply.reason });
    return 'wait';
  }
  // Shape of loadScript's answer.
  const [incarnation, generationText, fence, goesOn, services, instances] = reply.value as LoadAnswer;
  const generation = Number(generationText);
  const isKnown = incarnation !== '' && (incarnation === known.incarnation || goesOn === 1);
  if (!isKnown) return (await options.onOtherStore(incarnation)) ? 'again' : 'wait';
  if (incarnation === known.incarnation && generation < known.generation)
    options.onNotice(
      `Redis went back from change ${String(known.generation)} to ${String(generation)}: it has forgotten writes that it had acknowledged`,
    );
  const content = parseContent(services, instances);
  Object.assign(known, { incarnation, generation, fence });
  delete known.lostReason;
  teller.tell(shareContent(teller.content(), content));
  return 'good';
}

type LoadAnswer = [string, string, string, number, string[], string[]];

async function follow(options: FollowOptions, run: { problem: string }): Promise<Found> {
  const { connection, keys, known, teller, pollMs } = options;
  const from = `${String(known.generation)}-1`;
  const reply = await connection.command(
    'XREAD',
    'COUNT',
    '1000',
    'BLOCK',
    String(pollMs),
    'STREAMS',
    keys.changes,
    from,
  );
  if (reply.kind !== 'reply') {
    Object.assign(run, { problem: reply.kind === 'error' ? reply.message : reply.reason });
    return 'again';
  }
  const entries = entriesOf(reply.value);
  if (entries.length === 0) return (await isSameStore(options)) ? 'good' : 'again';
  const changes: RecordChange[] = [];
  let generation = known.generation;
  for (const entry of entries) {
    generation += 1;
    // The stream was cut, or is of another store: what lies between is unknown.
    if (entry.generation !== generation) return 'again';
    changes.push(...entry.changes);
  }
  known.generation = generation;
  teller.tell(applyChanges(teller.content() ?? emptyContent, changes));
  return 'good';
}

async function isSameStore({ connection, keys, known }: FollowOptions): Promise<boolean> {
  const reply = await connection.command('HMGET', keys.meta, 'incarnation', 'generation');
  if (reply.kind !== 'reply') return false;
  const [incarnation, generation] = reply.value as readonly (string | null)[];
  // Changes that came after the wait ended are read by the next one.
  return incarnation === known.incarnation && Number(generation ?? 0) >= known.generation;
}

interface Entry {
  readonly generation: number;
  readonly changes: readonly RecordChange[];
}

/** Of `[[key, [[id, [field, value]], …]]]`, or null when the wait ended without any. */
function entriesOf(value: unknown): readonly Entry[] {
  const [stream] = (value ?? []) as readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[];
  return (stream?.[1] ?? []).map(([id, fields]) => ({
    generation: Number(id.slice(0, id.indexOf('-'))),
    changes: JSON.parse(fields[1] ?? '[]') as readonly RecordChange[],
  }));
}
