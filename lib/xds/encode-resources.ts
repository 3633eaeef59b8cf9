import type { Codec } from 'envoy-config-types/codec';
import type { ResourceSet } from '../envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../envoy-resources/resource-type-urls.js';
import { contentHash } from '../util/content-hash.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import { stableJson } from '../util/stable-json.js';
import { resourceReferences } from './resource-references.js';
import type { ResourceType } from './resource-types.js';
import type { ServedResource } from './served-resource.js';
import { createSnapshot, type Snapshot } from './snapshot.js';

/** A resource with its bytes. */
export interface EncodedResource extends ServedResource {
  /** The message in protobuf's binary form; not to be changed, all streams share it. */
  readonly bytes: Uint8Array;
}

/** Makes snapshots of the resources of proxies; what several share is encoded once. */
export type SnapshotEncoder = (resources: ResourceSet) => Snapshot<EncodedResource>;

/**
 * Creates an encoder. It remembers by object, and forgets with the object; so share resources between proxies and between
 * one snapshot and the next. A version is the hash of the resource as sorted JSON.
 *
 * @throws Error when a resource does not fit its type; validate before
 */
export function createSnapshotEncoder(codec: Pick<Codec, 'toBinary'>): SnapshotEncoder {
  const encoders = new Map<ResourceType, (resource: object) => EncodedResource>();
  const encoderOf = (type: ResourceType): ((resource: object) => EncodedResource) => {
    const known = encoders.get(type);
    if (known !== undefined) return known;
    const made = memoiseByObject((resource: object) => encode(codec, type, resource));
    encoders.set(type, made);
    return made;
  };
  return ({ clusters, endpoints, listeners, routes }) =>
    createSnapshot([
      ...clusters.map(encoderOf(resourceTypeUrls.cluster)),
      ...endpoints.map(encoderOf(resourceTypeUrls.clusterLoadAssignment)),
      ...listeners.map(encoderOf(resourceTypeUrls.listener)),
      ...routes.map(encoderOf(resourceTypeUrls.routeConfiguration)),
    ]);
}

function encode(codec: Pick<Codec, 'toBinary'>, type: ResourceType, resource: object): EncodedResource {
  const { name, cluster_name: clusterName } = resource as { readonly name?: string; readonly cluster_name?: string };
  return Object.freeze({
    type,
    name: (type === resourceTypeUrls.clusterLoadAssignment ? clusterName : name) ?? '',
    version: contentHash(stableJson(resource, 0), 16),
    references: resourceReferences(type, resource),
    bytes: codec.toBinary(type.slice(type.indexOf('/') + 1), resource),
  });
}
