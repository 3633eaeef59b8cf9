import { redisScript } from '../../registry/redis/open-redis.js';

/** Writes a record if the writing that it follows from is still the last one. Keys: records, versions; args: name, record, version before or "", version. */
export const saveScript = redisScript(`
local before = redis.call('HGET', KEYS[2], ARGV[1]) or ''
if before ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4])
return 1
`);

/** A record and its version, read as one. Keys: records, versions; args: name. */
export const loadScript = redisScript(`
local record = redis.call('HGET', KEYS[1], ARGV[1])
if not record then return {} end
return {redis.call('HGET', KEYS[2], ARGV[1]) or '', record}
`);

/** Puts a command behind the others unless its id is there. Keys: commands; args: id, command. */
export const askScript = redisScript(`
for _, each in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if cjson.decode(each)['id'] == ARGV[1] then return 0 end
end
redis.call('RPUSH', KEYS[1], ARGV[2])
return 1
`);

/** Takes commands away. Keys: commands; args: ids. */
export const answeredScript = redisScript(`
local answered = {}
for _, id in ipairs(ARGV) do answered[id] = true end
for _, each in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
  if answered[cjson.decode(each)['id']] then redis.call('LREM', KEYS[1], 1, each) end
end
return 1
`);
