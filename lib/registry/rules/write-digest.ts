import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { RegistryWrite } from '../model/registry-write.js';

/** Tells a repeated write from another one with the same request id. */
export function writeDigest(write: RegistryWrite): string {
  return contentHash(stableJson(withoutMoment(write), 0), 32);
}

/** The same wish that comes again comes later. */
function withoutMoment(write: RegistryWrite): unknown {
  if (write.kind !== 'set-instance-status' || write.removal === undefined) return write;
  return { ...write, removal: { afterMs: write.removal.afterMs } };
}
