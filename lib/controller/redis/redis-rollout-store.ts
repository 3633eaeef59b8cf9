import { randomBytes } from 'node:crypto';
import { openRedis, type RedisReply } from '../../registry/redis/open-redis.js';
import type { RedisServer } from '../../registry/redis/redis-server.js';
import type { RolloutCommand } from '../../rollout/observation/rollout-command.js';
import type { Clock } from '../../util/clock.js';
import { compareText } from '../../util/compare-text.js';
import type { RolloutStore } from '../ports/rollout-store.js';
import { answeredScript, askScript, loadScript, saveScript } from './rollout-scripts.js';

/** Which Redis keeps records of rollouts, and for which mesh. */
export interface RedisRolloutStoreOptions {
  readonly server: RedisServer;
  readonly clock: Clock;
  /** Keeps meshes of one Redis apart: letters, digits, `-`. @default 'default' */
  readonly namespace?: string;
  /** A Redis that is silent for so long counts as gone. @default 2000 */
  readonly timeoutMs?: number;
}

/**
 * Keeps records of rollouts in Redis, for any number of controllers: each writing follows from the one that was read or is a
 * conflict. Every writing has a name of its own, by chance, so that after a failover which lost some, none is taken for another.
 */
export function redisRolloutStore({
  server,
  clock,
  namespace = 'default',
  timeoutMs = 2000,
}: RedisRolloutStoreOptions): RolloutStore {
  const connection = openRedis({ server, clock, timeoutMs });
  const prefix = `{meshwright:rollouts:${namespace}}`;
  const records = [`${prefix}:records`, `${prefix}:versions`];
  const commandsOf = (name: string): string => `${prefix}:commands:${name}`;
  return {
    names: async () => [...textsOf(await connection.command('HKEYS', `${prefix}:records`))].sort(compareText),
    load: async (name) => {
      const [version, record] = textsOf(await connection.run(loadScript, records, [name]));
      return version === undefined || record === undefined
        ? undefined
        : { version, record: JSON.parse(record) as unknown };
    },
    save: async (name, record, basedOn = '') => {
      const version = randomBytes(12).toString('base64url');
      const reply = await connection.run(saveScript, records, [name, JSON.stringify(record), basedOn, version]);
      return valueOf(reply) === 1 ? { kind: 'saved', version } : { kind: 'conflict' };
    },
    commands: async (name) =>
      textsOf(await connection.command('LRANGE', commandsOf(name), '0', '-1')).map(
        // Written by `ask` alone.
        (text) => JSON.parse(text) as RolloutCommand,
      ),
    ask: async (name, command) => {
      valueOf(await connection.run(askScript, [commandsOf(name)], [command.id, JSON.stringify(command)]));
    },
    answered: async (name, ids) => {
      valueOf(await connection.run(answeredScript, [commandsOf(name)], ids));
    },
    // Redis is asked each turn; a message of it may be lost anyway.
    watch: () => () => undefined,
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}

function valueOf(reply: RedisReply): unknown {
  if (reply.kind === 'reply') return reply.value;
  throw new Error(reply.kind === 'error' ? reply.message : reply.reason);
}

/** Of a reply that is a list of texts, as all lists here are. */
function textsOf(reply: RedisReply): readonly string[] {
  return valueOf(reply) as readonly string[];
}
