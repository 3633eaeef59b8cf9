import { redisScript } from '../open-redis.js';

/**
 * Takes or renews a lease for one holder. KEYS: the lease, the last token. ARGV: holder, ttl in ms. Answers the token, or "" where
 * another holds it.
 *
 * A token is at least Redis's own time in ms: so it grows also when Redis has lost the last one.
 */
export const holdLeaseScript = redisScript(`
local held = redis.call('HMGET', KEYS[1], 'holder', 'token')
local token = held[2]
if held[1] and held[1] ~= ARGV[1] then return '' end
if not held[1] then
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  token = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now))
  redis.call('SET', KEYS[2], token)
  redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'token', token)
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return token
`);

/** Gives a lease back if the holder has it. KEYS: the lease. ARGV: holder. */
export const releaseLeaseScript = redisScript(`
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return ''
`);
