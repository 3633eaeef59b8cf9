import { redisScript } from '../open-redis.js';

/** What the script is to do, as JSON in ARGV[1]; "" stands for "none" everywhere, since Lua's JSON knows no better. */
export interface CommitPlan {
  readonly incarnation: string;
  readonly fencingToken: string;
  /** Of the write that the request id stands for, where it is to be kept: "" where the plan changes nothing. */
  readonly requestDigest: string;
  readonly service: string;
  /** `<service>/<id>` */
  readonly instance: string;
  /** The revisions that the plan was made for: where the store has others it answers with what it has. */
  readonly serviceRevision: string;
  readonly instanceRevision: string;
  /** Whether the plan was made for a service with instances; "" where that makes no difference. */
  readonly hasInstances: 'yes' | 'no' | '';
  readonly putService: string;
  readonly removeService: 'yes' | '';
  readonly putInstance: string;
  readonly removeInstance: 'yes' | '';
  /** ms from now on; `none`: it has no end; "": it stays as it is. */
  readonly lease: string;
  /** For those who follow; "" where nothing is changed. */
  readonly changes: string;
  /** Kept for who repeats the request. */
  readonly requestResult: string;
}

/**
 * Makes a planned write if the store is as the plan assumes, whole or not at all: nothing is written before all is compared.
 * KEYS: meta, services, instances, counts, leases, changes, request. ARGV[2]: "" where the write has no request id.
 *
 * Answers `done` and the generation, `changed` with both records and the number of instances, `lost` with the incarnation,
 * `fenced` with the greatest token, or `requested` with what is kept of the request.
 */
export const commitScript = redisScript(`
local meta, services, instances, counts, leases, changes, request = unpack(KEYS)
local plan = cjson.decode(ARGV[1])
local function get(key, field) return redis.call('HGET', key, field) or '' end
local function revision(text) return text == '' and '' or cjson.decode(text).revision end

local incarnation = get(meta, 'incarnation')
if incarnation ~= plan.incarnation then return {'lost', incarnation} end
if ARGV[2] ~= '' then
  local known = redis.call('GET', request)
  if known then return {'requested', known} end
end
if plan.fencingToken ~= '' then
  local fence = get(meta, 'fence')
  -- Decimal numbers without leading zeros, of any size.
  local isOlder = #plan.fencingToken < #fence or (#plan.fencingToken == #fence and plan.fencingToken < fence)
  if isOlder then return {'fenced', fence} end
end
local service = get(services, plan.service)
local instance = plan.instance == '' and '' or get(instances, plan.instance)
local count = tonumber(redis.call('HGET', counts, plan.service) or '0')
local countDiffers = plan.hasInstances ~= '' and (plan.hasInstances == 'yes') ~= (count > 0)
if revision(service) ~= plan.serviceRevision or revision(instance) ~= plan.instanceRevision or countDiffers then
  return {'changed', service, instance, tostring(count)}
end

if plan.fencingToken ~= '' then redis.call('HSET', meta, 'fence', plan.fencingToken) end
if plan.putService ~= '' then redis.call('HSET', services, plan.service, plan.putService) end
if plan.removeService ~= '' then redis.call('HDEL', services, plan.service) end
if plan.putInstance ~= '' then
  redis.call('HSET', instances, plan.instance, plan.putInstance)
  if instance == '' then redis.call('HINCRBY', counts, plan.service, 1) end
end
if plan.removeInstance ~= '' then
  redis.call('HDEL', instances, plan.instance)
  if redis.call('HINCRBY', counts, plan.service, -1) <= 0 then redis.call('HDEL', counts, plan.service) end
end
if plan.lease == 'none' then
  redis.call('ZREM', leases, plan.instance)
elseif plan.lease ~= '' then
  local time = redis.call('TIME')
  local ends = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) + tonumber(plan.lease)
  redis.call('ZADD', leases, string.format('%.0f', ends), plan.instance)
end
local generation = get(meta, 'generation')
if plan.changes ~= '' then
  generation = string.format('%.0f', redis.call('HINCRBY', meta, 'generation', 1))
  redis.call('XADD', changes, 'MAXLEN', '~', 10000, generation .. '-1', 'c', plan.changes)
end
if plan.requestDigest ~= '' then
  redis.call('SET', request, cjson.encode({digest = plan.requestDigest, result = plan.requestResult}), 'PX', 86400000)
end
return {'done', generation}
`);
