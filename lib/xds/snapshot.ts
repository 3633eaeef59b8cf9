import { contentHash } from '../util/content-hash.js';
import { resourceTypes, type ResourceType } from './resource-types.js';
import type { ServedResource } from './served-resource.js';

/** All that one node is to hold, by type and name. Never changes: a change is another snapshot. */
export type Snapshot<R extends ServedResource = ServedResource> = Readonly<
  Record<ResourceType, ReadonlyMap<string, R>>
>;

/** Sorts resources into a snapshot. Of two with one name the later one stays. */
export function createSnapshot<R extends ServedResource>(resources: Iterable<R>): Snapshot<R> {
  const byType = new Map<ResourceType, Map<string, R>>(resourceTypes.map((type) => [type, new Map()]));
  for (const resource of resources) byType.get(resource.type)?.set(resource.name, resource);
  // Every type has a map, from the first line.
  return Object.freeze(Object.fromEntries(byType)) as unknown as Snapshot<R>;
}

/**
 * Names a set of resources by their names and versions. The same set has the same version on every server and after each
 * start. xDS protocol: "ACK/NACK and resource type instance version".
 */
export function setVersion(resources: Iterable<Pick<ServedResource, 'name' | 'version'>>): string {
  // The length before a name says where it ends, whatever stands in it.
  const lines = Array.from(resources, ({ name, version }) => `${name.length} ${name} ${version}`);
  return contentHash(lines.sort().join('\n'), 16);
}
