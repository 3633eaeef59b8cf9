import { contentHash } from '../util/content-hash.js';
import { stableJson } from '../util/stable-json.js';

/** The version of a resource: a hash of its content, so every server gives equal resources the same. */
export function resourceVersion(resource: object): string {
  return contentHash(stableJson(resource, 0), 16);
}
