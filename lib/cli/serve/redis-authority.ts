import type { SharedPlace } from '../../identity/sealed-authority-store.js';
import { openRedis, redisScript, type RedisReply } from '../../registry/redis/open-redis.js';
import type { RedisServer } from '../../registry/redis/redis-server.js';
import { systemClock } from '../../util/system-clock.js';

/** A place in Redis for what the replicas of a server share. */
export interface RedisAuthority extends SharedPlace {
  readonly close: () => void;
}

const timeoutMs = 5_000;

/** KEYS: the authority. ARGV: what is there as far as is known, "" for nothing; what is to be there. Answers whether it now is. */
const replaceScript = redisScript(`
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
`);

/** Opens the place of a trust domain's authority. It is sealed: Redis shows nothing of a key. */
export function redisAuthority(server: RedisServer, trustDomain: string): RedisAuthority {
  const connection = openRedis({ server, clock: systemClock, timeoutMs });
  const key = `{meshwright:authority:${trustDomain}}`;
  return {
    read: async () => {
      const text = valueOf(await connection.command('GET', key));
      return typeof text === 'string' ? { version: text, bytes: Buffer.from(text, 'base64') } : { version: '' };
    },
    replace: async (bytes, version) => {
      const text = Buffer.from(bytes).toString('base64');
      return valueOf(await connection.run(replaceScript, [key], [version, text])) === 1;
    },
    close: connection.close,
  };
}

function valueOf(reply: RedisReply): unknown {
  if (reply.kind === 'reply') return reply.value;
  throw new Error(reply.kind === 'error' ? reply.message : reply.reason);
}
