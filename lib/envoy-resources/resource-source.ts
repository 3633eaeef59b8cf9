import type { ConfigSource } from 'envoy-config-types/envoy/config/core/v3';
import { fileConfigSource, type ConfigDirectory } from './file-config-source.js';

/** Where a proxy gets its resources: files in a folder, or a server that it asks by one aggregated stream. */
export type ResourceSource = ConfigDirectory | { readonly changedBy: 'server' };

/** Tells Envoy to ask the server of its bootstrap's `ads_config`. Envoy: `ConfigSource.ads`. */
export const adsConfigSource: ConfigSource = Object.freeze({ resource_api_version: 'V3', ads: Object.freeze({}) });

/** Tells Envoy where a resource is, in a file of its own or on the server. Envoy: `ConfigSource`. */
export function configSource(source: ResourceSource, fileName: string): ConfigSource {
  return source.changedBy === 'server' ? adsConfigSource : fileConfigSource(source, fileName);
}
