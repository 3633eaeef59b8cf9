import { resourceTypeUrls } from '../envoy-resources/resource-type-urls.js';
import { hostCollection } from './host-collection.js';
import type { ResourceType } from './resource-types.js';
import type { ResourceKey } from './served-resource.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * What a resource refers to by name and gets by ADS, each once: a cluster its endpoints and secrets, a listener its routes, clusters,
 * secrets and configurations of filters, routes their clusters. Every field called `cluster` or `cluster_name` counts, and the
 * names in weighted clusters: a name too many costs some waiting at most, one too few costs requests.
 */
export function resourceReferences(type: ResourceType, resource: object): readonly ResourceKey[] {
  switch (type) {
    case resourceTypeUrls.cluster:
      return [...endpointReferences(resource as Json), ...found(resource).filter(({ type: to }) => to !== type)];
    case resourceTypeUrls.clusterLoadAssignment:
    case resourceTypeUrls.secret:
      return [];
    case resourceTypeUrls.routeConfiguration:
      return [...found(resource), ...hostReferences(resource as Json)];
    case resourceTypeUrls.listener:
    case resourceTypeUrls.extensionConfig:
    case resourceTypeUrls.virtualHost:
      return found(resource);
  }
}

function found(resource: object): readonly ResourceKey[] {
  const keys = new Map<string, ResourceKey>();
  collect(resource, keys);
  return [...keys.values()];
}

// Envoy: `Cluster.EdsClusterConfig.service_name`, else the cluster's own name.
function endpointReferences(cluster: Json): readonly ResourceKey[] {
  const eds = cluster['eds_cluster_config'] as Json | undefined;
  if (!isAds(eds?.['eds_config'])) return [];
  const name = [eds?.['service_name'], cluster['name']].find((text) => typeof text === 'string' && text !== '');
  return typeof name === 'string' ? [{ type: resourceTypeUrls.clusterLoadAssignment, name }] : [];
}

function hostReferences({ name, vhds }: Json): readonly ResourceKey[] {
  return isAds((vhds as Json | undefined)?.['config_source']) ? [hostCollection(String(name))] : [];
}

function collect(value: unknown, found: Map<string, ResourceKey>): void {
  if (typeof value !== 'object' || value === null) return;
  const add = (type: ResourceType, name: unknown): void => {
    if (typeof name === 'string') found.set(`${type} ${name}`, { type, name });
  };
  const { name, sds_config: secretSource, config_discovery: filterSource } = value as Json;
  // Envoy: `SdsSecretConfig`; `HttpFilter.config_discovery` and its like for listeners and networks.
  if (isAds(secretSource)) add(resourceTypeUrls.secret, name);
  if (isAds((filterSource as Json | undefined)?.['config_source'])) add(resourceTypeUrls.extensionConfig, name);
  for (const [key, child] of Object.entries(value)) {
    if (key === 'cluster' || key === 'cluster_name') add(resourceTypeUrls.cluster, child);
    if (key === 'route_config_name') add(resourceTypeUrls.routeConfiguration, child);
    // Envoy: `WeightedCluster.clusters` and the weighted clusters of a TCP proxy.
    if (key === 'weighted_clusters') for (const each of weighted(child)) add(resourceTypeUrls.cluster, each['name']);
    collect(child, found);
  }
}

function isAds(source: unknown): boolean {
  return (source as Json | undefined)?.['ads'] !== undefined;
}

function weighted(value: unknown): readonly Json[] {
  const clusters = (value as Json | null)?.['clusters'];
  return Array.isArray(clusters) ? (clusters as readonly Json[]) : [];
}
