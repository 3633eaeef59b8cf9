import { redisScript } from '../open-redis.js';

/**
 * Reads the whole store at one moment. KEYS: meta, lineage, services, instances. ARGV: the incarnation that is known, or "".
 *
 * Answers the incarnation or "", the generation, the greatest fencing token or "", 1 where the store goes on from the known incarnation, else 0,
 * and both hashes, flat.
 */
export const loadScript = redisScript(`
return {
  redis.call('HGET', KEYS[1], 'incarnation') or '',
  redis.call('HGET', KEYS[1], 'generation') or '0',
  redis.call('HGET', KEYS[1], 'fence') or '',
  redis.call('SISMEMBER', KEYS[2], ARGV[1]),
  redis.call('HGETALL', KEYS[3]),
  redis.call('HGETALL', KEYS[4]),
}
`);
