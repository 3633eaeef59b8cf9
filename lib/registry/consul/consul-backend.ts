import { randomBytes } from 'node:crypto';
import type { Clock } from '../../util/clock.js';
import type { MarkedBackend } from '../model/marked-backend.js';
import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { toldContent, type ToldContent } from '../rules/told-content.js';
import { inTurn, type InTurn } from '../remote/in-turn.js';
import { namesOf } from '../remote/record-write.js';
import { storeMemory, type StoreMemory } from '../remote/store-memory.js';
import { untilTold } from '../remote/until-told.js';
import { blockingQuery } from './blocking-query.js';
import { type ConsulAddress, type ConsulHttp, consulHttp } from './consul-http.js';
import { type ConsulKeys, consulKeys } from './consul-keys.js';
import { type KnownConsul, knownConsul } from './known-consul.js';
import { remarkConsul } from './remark-consul.js';
import { sweepConsul } from './sweep-consul.js';
import { writeConsul, type WriteConsulOptions } from './write-consul.js';

/** Which Consul, and how it is asked. */
export interface ConsulBackendOptions {
  readonly address: ConsulAddress;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Several registries may share a Consul: letters, digits, `-`. @default 'default' */
  readonly name?: string;
  /** How long Consul may take for an answer that it need not wait for, ms. @default 5000 */
  readonly timeoutMs?: number;
  /** How long Consul may hold back an answer that is as before, ms; a Consul that is silent is found out after it. @default 10000 */
  readonly waitMs?: number;
  /** How often ended leases are looked for, ms. Every replica does. @default 1000 */
  readonly sweepEveryMs?: number;
  /**
   * The store that has to be there (`incarnation` told its name earlier): so a process that starts anew does not take an emptied
   * Consul for a new one. @default - the first that is found, begun where there is none
   */
  readonly incarnation?: string;
  /** Gives a text that it never gave before, for revisions. @default - 72 random bits */
  readonly newId?: () => string;
}

/**
 * Reads Consul's catalog with its health as services and instances, and keeps what is registered here in Consul's KV store, each write
 * one transaction; the agent is told of it, so that all users of Consul see it. What others registered it changes never: that is
 * refused as `read-only`. A key marks what was registered here: where that has gone with all records, the store is lost, and
 * what was known stays until it is adopted.
 *
 * All replicas have to use one agent: a lease is a TTL check there. An instance without any answer of the agent is registered
 * again by a later sweep. Tested against a double of Consul's documented HTTP API only.
 */
export function createConsulBackend(options: ConsulBackendOptions): MarkedBackend {
  const { address, fetch, clock, timeoutMs = 5000 } = options;
  const http = consulHttp({ address, fetch, clock, timeoutMs });
  const keys = consulKeys(options.name ?? 'default');
  const newId = options.newId ?? (() => randomBytes(9).toString('base64url'));
  const teller = toldContent();
  const memory = storeMemory({ where: 'Consul', incarnation: options.incarnation });
  const known = knownConsul(keys, memory);
  const remark = (): Promise<boolean> => remarkConsul({ http, keys, memory, newId });
  const turns = inTurn();
  const state = { liveSince: undefined as number | undefined };
  const endFollowing = followConsul({
    http,
    clock,
    keys,
    known,
    waitMs: options.waitMs ?? 10_000,
    onUnmarked: () => void remark(),
    onChange: (problem) => {
      const content = known.content();
      const reason = memory.lostReason() ?? problem;
      if (reason !== undefined) {
        state.liveSince = undefined;
        teller.tellStale(reason);
      } else if (content !== undefined) {
        state.liveSince ??= clock.monotonic();
        teller.tell(content);
      }
    },
  });
  const endSweeps = sweepConsul({
    http,
    keys,
    clock,
    known,
    everyMs: options.sweepEveryMs ?? 1000,
    liveSince: () => state.liveSince,
  });
  return {
    kind: 'consul',
    canWrite: true,
    watch: teller.watch,
    write: (write, writeOptions = {}) =>
      writeOne({ http, keys, clock, newId, memory, teller, known, turns, timeoutMs }, write, writeOptions),
    incarnation: memory.incarnation,
    adopt: remark,
    close: () => {
      endSweeps();
      endFollowing();
      return Promise.resolve();
    },
  };
}

interface Writing extends WriteConsulOptions {
  readonly memory: StoreMemory;
  readonly teller: ToldContent;
  readonly known: KnownConsul;
  readonly turns: InTurn;
  readonly timeoutMs: number;
}

async function writeOne(
  writing: Writing,
  write: RegistryWrite,
  writeOptions: WriteOptions,
): Promise<RegistryWriteResult> {
  const { memory, teller, known, turns, clock, timeoutMs } = writing;
  await teller.firstTold;
  const lost = memory.lostReason();
  if (lost !== undefined) return { kind: 'unavailable', detail: lost };
  const foreign = foreignReason(known, write);
  if (foreign !== undefined) return { kind: 'refused', reason: 'read-only', detail: foreign };
  const { result, isRepeat } = await turns(namesOf(write).service, () => writeConsul(writing, write, writeOptions));
  if (result.kind === 'done' && !isRepeat) await untilTold({ teller, clock, write, result, atMostMs: timeoutMs });
  return result;
}

function foreignReason(known: KnownConsul, write: RegistryWrite): string | undefined {
  const { service, id } = namesOf(write);
  if (id !== undefined)
    return known.isForeign({ service, id }) ? `the instance "${id}" of "${service}" is not the registry's` : undefined;
  return known.isForeignService(service) ? `the service "${service}" is not the registry's` : undefined;
}

interface FollowConsul {
  readonly http: ConsulHttp;
  readonly clock: Clock;
  readonly keys: ConsulKeys;
  readonly known: KnownConsul;
  readonly waitMs: number;
  /** The mark alone has gone. */
  readonly onUnmarked: () => void;
  /** What is known has changed, or what is wrong with it. */
  readonly onChange: (problem: string | undefined) => void;
}

// What a service may be called in a mesh; Consul allows more.
const dnsLabel = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Follows the records, the catalog's names, and the health of each service. */
function followConsul({ http, clock, keys, known, waitMs, onChange, onUnmarked }: FollowConsul): () => void {
  const endByService = new Map<string, () => void>();
  const problems = new Map<string, string>();
  const follow = (path: string, onAnswer: (body: unknown, status: number, index: number) => void): (() => void) =>
    blockingQuery({
      http,
      clock,
      path,
      waitMs,
      ...(path.startsWith('/kv/') ? { query: { recurse: '' } } : {}),
      onAnswer: (body, status, index) => {
        onAnswer(body, status, index);
        problems.delete(path);
        onChange([...problems.values()][0]);
      },
      onProblem: (text) => {
        problems.set(path, text);
        onChange(text);
      },
    });
  const healthPath = (service: string): string => `/health/service/${service}`;
  const followServices = (names: readonly string[]): void => {
    for (const name of names)
      if (!endByService.has(name))
        endByService.set(
          name,
          follow(healthPath(name), (body, _status, index) => {
            known.setHealth(name, body, index);
          }),
        );
    for (const [name, end] of endByService)
      if (!names.includes(name)) {
        end();
        endByService.delete(name);
        problems.delete(healthPath(name));
        known.forgetService(name);
      }
  };
  const ends = [
    follow(`/kv/${keys.records}`, (body, status) => {
      if (known.setRecords(body, status) === 'unmarked') onUnmarked();
    }),
    follow('/catalog/services', (body) => {
      // Names with their tags, as the API's documentation has it; Consul's own servers are no service of a mesh.
      followServices(Object.keys(body as object).filter((name) => name !== 'consul' && dnsLabel.test(name)));
    }),
  ];
  return () => {
    for (const end of [...ends, ...endByService.values()]) end();
  };
}
