import type { Codec } from 'envoy-config-types/codec';
import type { OnDemandHost, ResourceSet } from '../envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../envoy-resources/resource-type-urls.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import { resourceReferences } from './resource-references.js';
import type { ResourceType } from './resource-types.js';
import { resourceVersion } from './resource-version.js';
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
  const {
    cluster,
    clusterLoadAssignment: endpoint,
    extensionConfig,
    listener,
    routeConfiguration: route,
    secret,
  } = resourceTypeUrls;
  const encoded = (type: ResourceType): ((resource: object) => EncodedResource) =>
    memoiseByObject((resource) => encode(codec, type, resource));
  const encodersByType = {
    [cluster]: encoded(cluster),
    [endpoint]: encoded(endpoint),
    [secret]: encoded(secret),
    [listener]: encoded(listener),
    [extensionConfig]: encoded(extensionConfig),
    [route]: encoded(route),
  };
  const encodeHost = memoiseByObject((host: OnDemandHost) => encodeOnDemandHost(codec, host));
  return ({ clusters, endpoints, listeners, routes, secrets = [], extensions = [], onDemandHosts = [] }) =>
    createSnapshot([
      ...clusters.map(encodersByType[cluster]),
      ...endpoints.map(encodersByType[endpoint]),
      ...secrets.map(encodersByType[secret]),
      ...listeners.map(encodersByType[listener]),
      ...extensions.map(encodersByType[extensionConfig]),
      ...routes.map(encodersByType[route]),
      ...onDemandHosts.flatMap(encodeHost),
    ]);
}

function encode(codec: Pick<Codec, 'toBinary'>, type: ResourceType, resource: object): EncodedResource {
  const { name, cluster_name: clusterName } = resource as { readonly name?: string; readonly cluster_name?: string };
  return Object.freeze({
    type,
    name: (type === resourceTypeUrls.clusterLoadAssignment ? clusterName : name) ?? '',
    version: resourceVersion(resource),
    references: resourceReferences(type, resource),
    bytes: toBinary(codec, type, resource),
  });
}

/**
 * One resource for each domain, under the name that Envoy asks for: "<route configuration>/<host>". Envoy removes a virtual host by
 * its own name, so this is the same; two with one domain would be refused, so each has its own. Envoy: `VhdsSubscription`.
 */
function encodeOnDemandHost(
  codec: Pick<Codec, 'toBinary'>,
  { routes, virtualHost }: OnDemandHost,
): readonly EncodedResource[] {
  return virtualHost.domains.map((domain) =>
    encode(codec, resourceTypeUrls.virtualHost, { ...virtualHost, name: `${routes}/${domain}`, domains: [domain] }),
  );
}

function toBinary(codec: Pick<Codec, 'toBinary'>, type: ResourceType, resource: object): Uint8Array {
  const typeName = type.slice(type.indexOf('/') + 1);
  if (type !== resourceTypeUrls.secret) return codec.toBinary(typeName, resource);
  try {
    return codec.toBinary(typeName, resource);
  } catch {
    // The codec's own words may quote the secret.
    throw new Error(`secret "${String((resource as { readonly name?: unknown }).name)}" does not fit its type`);
  }
}
