import { LRUCache } from 'lru-cache';
import type { RegistryWrite } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { writeDigest } from '../rules/write-digest.js';

/** Does a write that is repeated with its request id once. */
export type Once = (
  write: RegistryWrite,
  requestId: string | undefined,
  run: () => Promise<RegistryWriteResult>,
) => Promise<RegistryWriteResult>;

interface Known {
  readonly digest: string;
  readonly result: Promise<RegistryWriteResult>;
}

const dayMs = 86_400_000;
const maxRequests = 100_000;

/**
 * Remembers request ids for stores that have no place to keep them with the write: in this process, for a day, the last 100,000. A
 * repeat that comes to another process, or after a restart, is a write of its own.
 */
export function onceInMemory(): Once {
  const knownById = new LRUCache<string, Known>({ max: maxRequests, ttl: dayMs });
  return async (write, requestId, run) => {
    if (requestId === undefined) return run();
    const digest = writeDigest(write);
    const known = knownById.get(requestId);
    if (known !== undefined && known.digest !== digest)
      return { kind: 'refused', reason: 'request-id', detail: 'the request id was used for another write' };
    if (known !== undefined) {
      const result = await known.result;
      // What was not done may be tried again.
      if (result.kind === 'done') return result;
    }
    const result = run();
    const mine = { digest, result };
    knownById.set(requestId, mine);
    const ended = await result;
    if (ended.kind !== 'done' && knownById.get(requestId) === mine) knownById.delete(requestId);
    return ended;
  };
}
