import { contentHash } from '../util/content-hash.js';

/** Kinds of resources that have a file of their own for each resource. */
export type ResourceFileKind = 'rds' | 'eds';

/**
 * Names the file of one route configuration (`rds`) or one load assignment (`eds`). Always a legal ConfigMap key; two
 * resources never share a name, on file systems without case either.
 *
 * @example resourceFileName('rds', 'outbound/9080') // "rds-outbound.9080.json"
 */
export function resourceFileName(kind: ResourceFileKind, resourceName: string): string {
  const safe = safeName(resourceName);
  // A ConfigMap key has up to 253 characters; a hash keeps long names apart.
  const short =
    safe.length <= maximumLength ? safe : `${safe.slice(0, maximumLength - 17)}.${contentHash(resourceName, 16)}`;
  return `${kind}-${short}.json`;
}

const maximumLength = 200;

function safeName(name: string): string {
  return name.replace(/[^a-z0-9-]/g, (character) =>
    character === '/' ? '.' : `_${character.codePointAt(0)?.toString(16).padStart(2, '0') ?? ''}_`,
  );
}
