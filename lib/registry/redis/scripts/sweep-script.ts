import { redisScript } from '../open-redis.js';

/**
 * Removes instances whose lease has ended, up to 200 at once. KEYS: meta, instances, counts, leases, changes. ARGV: incarnation,
 * the longest time in ms between two sweeps that is no outage.
 *
 * Where nobody swept for longer, the store was down or nobody reached it, and no instance could renew: its leases stood still so
 * long. The same where Redis's clock jumped.
 */
export const sweepScript = redisScript(`
local meta, instances, counts, leases, changes = unpack(KEYS)
if (redis.call('HGET', meta, 'incarnation') or '') ~= ARGV[1] then return 'lost' end
local function whole(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local gap = now - tonumber(redis.call('HGET', meta, 'sweptAt') or whole(now))
if gap < 0 or gap > tonumber(ARGV[2]) then
  local held = redis.call('ZRANGE', leases, 0, -1, 'WITHSCORES')
  for at = 1, #held, 2 do redis.call('ZADD', leases, whole(tonumber(held[at + 1]) + gap), held[at]) end
end
redis.call('HSET', meta, 'sweptAt', whole(now))
local removed = {}
for _, instance in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', whole(now), 'LIMIT', 0, 200)) do
  redis.call('ZREM', leases, instance)
  if redis.call('HDEL', instances, instance) == 1 then
    local service, id = string.match(instance, '^([^/]*)/(.*)$')
    if redis.call('HINCRBY', counts, service, -1) <= 0 then redis.call('HDEL', counts, service) end
    removed[#removed + 1] = {kind = 'remove-instance', key = {service = service, id = id}}
  end
end
if #removed > 0 then
  local generation = whole(redis.call('HINCRBY', meta, 'generation', 1))
  redis.call('XADD', changes, 'MAXLEN', '~', 10000, generation .. '-1', 'c', cjson.encode(removed))
end
return 'swept'
`);
