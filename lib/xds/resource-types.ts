import { resourceTypeUrls } from '../envoy-resources/resource-type-urls.js';

/** A kind of resource that is served: its type URL. */
export type ResourceType = (typeof resourceTypes)[number];

/**
 * The kinds that are served, in the order in which changes go out: what comes later may refer to what comes earlier and
 * must find it there. xDS protocol: "Eventual consistency considerations".
 */
export const resourceTypes = Object.freeze([
  resourceTypeUrls.cluster,
  resourceTypeUrls.clusterLoadAssignment,
  resourceTypeUrls.secret,
  resourceTypeUrls.listener,
  resourceTypeUrls.extensionConfig,
  resourceTypeUrls.routeConfiguration,
  resourceTypeUrls.virtualHost,
] as const);

/**
 * Whether a client can ask for all there is of a kind, and whether a state-of-the-world response then means all there
 * is: what it leaves out is gone. True for clusters and listeners only. xDS protocol: "How the client specifies what
 * resources to return", "Grouping Resources into Responses".
 */
export function isRootType(type: ResourceType): boolean {
  return type === resourceTypeUrls.cluster || type === resourceTypeUrls.listener;
}

/** The kind that a type URL names, or undefined where it is none of those that are served. */
export function findResourceType(typeUrl: string): ResourceType | undefined {
  return resourceTypes.find((type) => type === typeUrl);
}
