import type { ResourceType } from './resource-types.js';

/** Names one resource. */
export interface ResourceKey {
  readonly type: ResourceType;
  readonly name: string;
}

/** A resource as the protocol sees it: it has a name and a version, and refers to others. Its content is opaque. */
export interface ServedResource extends ResourceKey {
  /** Changes with the content, and with nothing else: a server that starts anew gives the same version to the same content. */
  readonly version: string;
  /** What it needs to be of use; each once. May name what no snapshot holds, such as a cluster of the bootstrap. */
  readonly references: readonly ResourceKey[];
}
