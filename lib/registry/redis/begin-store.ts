import type { RegistryContent } from '../model/registry-content.js';
import type { RedisConnection, RedisReply } from './open-redis.js';
import type { RedisKeys } from './redis-keys.js';
import { beginScript } from './scripts/begin-script.js';
import { instanceField } from './stored-content.js';

/** Which store begins, after which. */
export interface BeginStoreOptions {
  readonly connection: RedisConnection;
  readonly keys: RedisKeys;
  readonly newIncarnation: string;
  /** The store that was known; "" for none. */
  readonly former: string;
  /** Note the former one also in a store that somebody else has begun: an operator says that it is to be gone on with. */
  readonly mode: 'new' | 'anyway';
  /** Greatest fencing token that is known; "" for none. */
  readonly fence: string;
  /** Written back, each lease anew, where the store is new. */
  readonly content?: RegistryContent;
}

/** Begins a store that has none of our data, or goes on with what there is; answers its incarnation. */
export async function beginStore(options: BeginStoreOptions): Promise<RedisReply> {
  const { connection, keys, content } = options;
  const records: string[] = [];
  for (const service of content?.services.values() ?? [])
    records.push('service', service.name, JSON.stringify(service), '');
  for (const ofService of content?.instances.values() ?? [])
    for (const instance of ofService.values())
      records.push('instance', instanceField(instance), JSON.stringify(instance), instance.ttlMs?.toString() ?? '');
  return connection.run(
    beginScript,
    [keys.meta, keys.lineage, keys.services, keys.instances, keys.counts, keys.leases, keys.changes],
    [options.newIncarnation, options.former, options.mode, options.fence, ...records],
  );
}
