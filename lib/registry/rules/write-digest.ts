import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { RegistryWrite } from '../model/registry-write.js';

/** Tells a repeated write from another one with the same request id. */
export function writeDigest(write: RegistryWrite): string {
  return contentHash(stableJson(write, 0), 32);
}
