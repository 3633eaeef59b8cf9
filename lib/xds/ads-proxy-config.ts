import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import { adsConfigSource } from '../envoy-resources/resource-source.js';
import { memoiseByObject } from '../util/memoise-by-object.js';
import { adsBootstrap, type AdsServer } from './ads-bootstrap.js';

/** Turns configurations that read files into such that ask a server. */
export type AdsConverter = (config: ProxyConfig, server: AdsServer) => ProxyConfig;

/**
 * Creates a converter; resources that proxies share are shared afterwards too.
 * Envoy: `ConfigSource.ads`.
 */
export function createAdsConverter(): AdsConverter {
  // What comes out has the type of what went in: one source of configuration stands for another.
  const convert = memoiseByObject<object, unknown>(withAds) as <T extends object>(resource: T) => T;
  return (config, server) => {
    const { resources } = config;
    const listeners = resources.listeners.map(convert);
    const clusters = resources.clusters.map(convert);
    return {
      ...config,
      bootstrap: adsBootstrap(config.bootstrap, server),
      resources: { ...resources, listeners, clusters },
    };
  };
}

function withAds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAds);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.hasOwn(value, 'path_config_source')) return adsConfigSource;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withAds(child)]));
}
