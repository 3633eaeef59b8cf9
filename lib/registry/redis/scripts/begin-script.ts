import { redisScript } from '../open-redis.js';

/**
 * Begins a store's life: gives it an incarnation where it has none, and notes which one it goes on from. KEYS: meta, lineage,
 * services, instances, counts, leases, changes. ARGV: the new incarnation, the former one or "", `anyway` to note the former one
 * also in a store that has begun, else `new`; the greatest fencing token that is known, or ""; then for each record to write back, in a
 * new store only: its kind (`service`, `instance`), name, JSON, and ttl in ms or "".
 *
 * Answers the incarnation that the store now has.
 */
export const beginScript = redisScript(`
local meta, lineage, services, instances, counts, leases, changes = unpack(KEYS)
local known = redis.call('HGET', meta, 'incarnation')
if ARGV[2] ~= '' and (not known or ARGV[3] == 'anyway') then redis.call('SADD', lineage, ARGV[2]) end
if known then return known end
-- Of a life before: its numbers would not fit.
redis.call('DEL', changes)
redis.call('HSET', meta, 'incarnation', ARGV[1])
if ARGV[4] ~= '' then redis.call('HSET', meta, 'fence', ARGV[4]) end
if #ARGV > 4 then redis.call('DEL', services, instances, counts, leases) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
for at = 5, #ARGV, 4 do
  local name, record, ttl = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  if ARGV[at] == 'service' then
    redis.call('HSET', services, name, record)
  else
    redis.call('HSET', instances, name, record)
    redis.call('HINCRBY', counts, string.match(name, '^[^/]*'), 1)
    if ttl ~= '' then redis.call('ZADD', leases, string.format('%.0f', now + tonumber(ttl)), name) end
  end
end
return ARGV[1]
`);
