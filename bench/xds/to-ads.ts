import { adsConfigSource } from '../../lib/envoy-resources/resource-source.js';
import type { ResourceSet } from '../../lib/envoy-resources/resource-set.js';
import { memoiseByObject } from '../../lib/util/memoise-by-object.js';

/**
 * Creates a converter of resources that read files into such that ask a server; what proxies share is shared afterwards too.
 * Envoy: `ConfigSource.ads`.
 */
export function createAdsConverter(): (resources: ResourceSet) => ResourceSet {
  // What comes out has the type of what went in: one source of configuration stands for another.
  const convert = memoiseByObject<object, unknown>(withAds) as <T extends object>(resource: T) => T;
  return (resources) => ({
    ...resources,
    listeners: resources.listeners.map(convert),
    clusters: resources.clusters.map(convert),
  });
}

function withAds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAds);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, 'path_config_source')) return adsConfigSource;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withAds(child)]));
}
