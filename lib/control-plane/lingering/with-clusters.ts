import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import { sortBy } from '../../util/sort-by.js';

/** Resources with the clusters of others, and the endpoints of these, where they have none of the name themselves. */
export function withClusters(resources: ResourceSet, others: Pick<ResourceSet, 'clusters' | 'endpoints'>): ResourceSet {
  const own = new Set(resources.clusters.map(({ name }) => name));
  const clusters = others.clusters.filter(({ name }) => !own.has(name));
  const endpoints = others.endpoints.filter(({ cluster_name: name }) => !own.has(name));
  return {
    ...resources,
    clusters: sortBy([...resources.clusters, ...clusters], ({ name }) => name),
    endpoints: sortBy([...resources.endpoints, ...endpoints], ({ cluster_name: name }) => name),
  };
}
