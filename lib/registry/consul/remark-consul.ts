import type { StoreMark } from '../remote/store-mark.js';
import type { StoreMemory } from '../remote/store-memory.js';
import type { ConsulHttp } from './consul-http.js';
import type { ConsulKeys } from './consul-keys.js';
import { readKey, transact } from './consul-kv.js';

/** What is marked. */
export interface RemarkConsulOptions {
  readonly http: ConsulHttp;
  readonly keys: ConsulKeys;
  readonly memory: StoreMemory;
  readonly newId: () => string;
}

/** Marks whatever Consul holds now as what goes on from the known store. Resolves to whether Consul took it; others follow. */
export async function remarkConsul({ http, keys, memory, newId }: RemarkConsulOptions): Promise<boolean> {
  const found = await readKey(http, keys.mark);
  if (found !== undefined && 'kind' in found) return false;
  // Only this code writes it.
  const mark = found?.value as StoreMark | undefined;
  const value: StoreMark = {
    id: mark?.id ?? newId(),
    follows: [...new Set([...(mark?.follows ?? []), ...memory.lineage()])],
  };
  const answer = await transact(http, [{ verb: 'cas', key: keys.mark, value, index: found?.modifyIndex ?? 0 }]);
  return answer.kind === 'answer' && answer.status === 200;
}
