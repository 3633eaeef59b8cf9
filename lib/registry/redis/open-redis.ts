import { createHash } from 'node:crypto';
import { Cluster, Redis, ReplyError, type RedisOptions } from 'ioredis';
import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';
import type { RedisServer } from './redis-server.js';

/** What came of one command. */
export type RedisReply =
  | { readonly kind: 'reply'; readonly value: unknown }
  /** Redis refused it, and did nothing of it; `code` is the first word of what it said, as in `OOM command not allowed`. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  /** There was no connection: it was not sent. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** The connection broke, or Redis was silent for too long, after it was sent. */
  | { readonly kind: 'broken'; readonly reason: string };

/** A Lua script and its SHA-1, by which Redis knows it once it has seen it. */
export interface RedisScript {
  readonly source: string;
  readonly sha1: string;
}

/** A connection that mends itself. No call hangs: each ends within about twice `timeoutMs` (see `openRedis`). */
export interface RedisConnection {
  readonly isReady: () => boolean;
  /** Calls back each time a connection stands, so also after it broke. */
  readonly onReady: (listener: () => void) => void;
  readonly run: (script: RedisScript, keys: readonly string[], args: readonly string[]) => Promise<RedisReply>;
  readonly command: (name: string, ...args: readonly string[]) => Promise<RedisReply>;
  /** Breaks the connection and makes a new one. */
  readonly reconnect: () => void;
  readonly close: () => void;
}

/** How to reach a Redis. */
export interface OpenRedisOptions {
  readonly server: RedisServer;
  readonly clock: Clock;
  /** A connection whose Redis is silent for so long while it owes an answer counts as broken. */
  readonly timeoutMs: number;
}

/** Makes a script of its Lua source. */
export function redisScript(source: string): RedisScript {
  return Object.freeze({ source, sha1: createHash('sha1').update(source).digest('hex') });
}

/** Connects to a Redis, again and again until it is closed. Returns at once. */
export function openRedis({ server, clock, timeoutMs }: OpenRedisOptions): RedisConnection {
  const client = connect(server, timeoutMs);
  // Each command that waits for a connection listens.
  client.setMaxListeners(0);
  // Without a listener ioredis prints; what is wrong shows in the answers.
  let lastError = 'there is no connection to Redis';
  client.on('error', (error: Error) => {
    lastError = error.message;
  });
  const readyListeners: (() => void)[] = [];
  client.on('ready', () => {
    for (const listener of readyListeners) listener();
  });
  const isReadyAgain = (): Promise<boolean> => readyWithin(client, clock, timeoutMs);
  const send = async (work: () => Promise<unknown>): Promise<RedisReply> => {
    if (client.status !== 'ready' && !(await isReadyAgain())) return { kind: 'unsent', reason: lastError };
    const reply = await replyTo(work);
    // The socket has ended, and ioredis hears of it when the loop has a turn: who asked again at once would never give it one.
    return reply.kind === 'unsent' && (await isReadyAgain()) ? replyTo(work) : reply;
  };
  return {
    isReady: () => client.status === 'ready',
    onReady: (listener) => {
      readyListeners.push(listener);
      if (client.status === 'ready') listener();
    },
    run: async (script, keys, args) => {
      const words = [String(keys.length), ...keys, ...args];
      const reply = await send(() => client.call('EVALSHA', script.sha1, ...words));
      if (reply.kind !== 'error' || reply.code !== 'NOSCRIPT') return reply;
      return send(() => client.call('EVAL', script.source, ...words));
    },
    command: (name, ...args) => send(() => client.call(name, ...args)),
    reconnect: () => {
      client.disconnect(true);
    },
    close: () => {
      client.disconnect();
    },
  };
}

function connect(server: RedisServer, timeoutMs: number): Redis | Cluster {
  const common = {
    // Replies of one shape from every server; of the newer protocol we need nothing.
    protocol: 2,
    connectTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // A command is sent once or not at all; who asked decides what to do about it.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A primary that has become a replica: the new one is found by connecting anew.
    reconnectOnError: (error: Error) => /^(READONLY|UNBLOCKED)/.test(error.message),
  } satisfies RedisOptions;
  const retryStrategy = (attempt: number): number => Math.min(20 * 2 ** Math.min(attempt, 6), 1000);
  const single = { ...common, retryStrategy, enableOfflineQueue: false };
  const login = 'password' in server ? loginOf(server) : {};
  switch (server.kind) {
    case 'url':
      return new Redis(server.url, single);
    case 'sentinel':
      return new Redis({ ...single, ...login, sentinels: server.sentinels.map(nodeOf), name: server.primaryName });
    case 'cluster':
      return new Cluster(server.nodes.map(nodeOf), {
        redisOptions: { ...common, ...login },
        enableOfflineQueue: false,
        clusterRetryStrategy: retryStrategy,
        // Else it sends again what may have been done already.
        retryDelayOnFailover: 0,
      });
  }
}

function loginOf(server: { readonly username?: string; readonly password?: string }): {
  username?: string;
  password?: string;
} {
  return {
    ...(server.username === undefined ? {} : { username: server.username }),
    ...(server.password === undefined ? {} : { password: server.password }),
  };
}

function nodeOf(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

function readyWithin(client: Redis | Cluster, clock: Clock, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isReady: boolean): void => {
      stop();
      client.off('ready', onReady);
      client.off('end', onEnd);
      resolve(isReady);
    };
    const onReady = (): void => {
      end(true);
    };
    const onEnd = (): void => {
      end(false);
    };
    // One that is closed says so at once, but not before the loop had a turn.
    const stop = clock.after(client.status === 'end' ? 0 : timeoutMs, onEnd);
    client.on('ready', onReady);
    client.on('end', onEnd);
  });
}

async function replyTo(work: () => Promise<unknown>): Promise<RedisReply> {
  try {
    return { kind: 'reply', value: await work() };
  } catch (error) {
    return replyOf(error);
  }
}

function replyOf(error: unknown): RedisReply {
  const message = messageOf(error);
  if (error instanceof ReplyError) return { kind: 'error', code: /^\S*/.exec(message)?.[0] ?? '', message };
  // What ioredis says of a command that it did not write to the socket.
  if (message.startsWith("Stream isn't writeable") || message.startsWith('Cluster isn'))
    return { kind: 'unsent', reason: message };
  return { kind: 'broken', reason: message };
}
