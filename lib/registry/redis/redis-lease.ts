import { randomBytes } from 'node:crypto';
import type { Clock } from '../../util/clock.js';
import { keepLease } from '../leader/keep-lease.js';
import type { LeaderLease } from '../leader/leader-lease.js';
import { openRedis } from './open-redis.js';
import type { RedisServer } from './redis-server.js';
import { holdLeaseScript, releaseLeaseScript } from './scripts/lease-script.js';

/** Which leadership, and where it is decided. */
export interface RedisLeaseOptions {
  readonly server: RedisServer;
  readonly clock: Clock;
  /** What is led: letters, digits, `-`. */
  readonly name: string;
  /** A leader that is silent for so long is followed by another; 300 to 3,600,000. @default 10000 */
  readonly ttlMs?: number;
  /** Names this candidate; no other may have it, nor this one in another life. @default - 72 random bits */
  readonly holder?: string;
}

/**
 * Stands for a leadership that Redis gives to one candidate at a time. Redis's clock jumping ahead, or a failover to a replica
 * that had not heard of the lease, makes two leaders for up to `ttlMs`; the fencing token tells which one's writes count.
 */
export function createRedisLease(options: RedisLeaseOptions): LeaderLease {
  const { server, clock, name, ttlMs = 10_000, holder = randomBytes(9).toString('base64url') } = options;
  // Half of the time between two requests, so that an answer that is lost is no leadership that is lost.
  const connection = openRedis({ server, clock, timeoutMs: Math.ceil(ttlMs / 6) });
  const lease = `{meshwright:lease:${name}}:held`;
  const lastToken = `{meshwright:lease:${name}}:token`;
  const kept = keepLease({
    ttlMs,
    clock,
    ask: async () => {
      const reply = await connection.run(holdLeaseScript, [lease, lastToken], [holder, String(ttlMs)]);
      if (reply.kind !== 'reply') return { kind: 'failed' };
      // The script answers text only.
      const token = reply.value as string;
      return token === '' ? { kind: 'taken' } : { kind: 'held', fencingToken: BigInt(token) };
    },
    release: async () => {
      if (connection.isReady()) await connection.run(releaseLeaseScript, [lease], [holder]);
    },
  });
  return {
    ...kept,
    close: async () => {
      await kept.close();
      connection.close();
    },
  };
}
