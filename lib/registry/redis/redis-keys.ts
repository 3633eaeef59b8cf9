/** The keys of one registry in Redis. All have one hash tag, so that a cluster keeps them on one node. */
export interface RedisKeys {
  /** Hash: `incarnation`, `generation` (counts changes), `fence` (greatest token), `sweptAt` (Redis's ms since the epoch). */
  readonly meta: string;
  /** Set: incarnations that this store goes on from. */
  readonly lineage: string;
  /** Hash: a service's record as JSON, by name. */
  readonly services: string;
  /** Hash: an instance's record as JSON, by `<service>/<id>`. */
  readonly instances: string;
  /** Hash: how many instances a service has, by name; none where it has none. */
  readonly counts: string;
  /** Sorted set: `<service>/<id>` by the moment at which the lease ends, Redis's ms since the epoch. */
  readonly leases: string;
  /** Stream: entry `<generation>-1` has what changed, as JSON in the field `c`. */
  readonly changes: string;
  /** String: what came of the write with this request id; Redis forgets it after a day. */
  readonly request: (requestId: string) => string;
}

/** Names the keys of the registry called `name`. */
export function redisKeys(name: string): RedisKeys {
  const prefix = `{meshwright:${name}}:`;
  return Object.freeze({
    meta: `${prefix}meta`,
    lineage: `${prefix}lineage`,
    services: `${prefix}services`,
    instances: `${prefix}instances`,
    counts: `${prefix}counts`,
    leases: `${prefix}leases`,
    changes: `${prefix}changes`,
    request: (requestId: string) => `${prefix}request:${requestId}`,
  });
}
