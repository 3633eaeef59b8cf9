import type { ConfigSource } from 'envoy-config-types/envoy/config/core/v3';

/** A folder of Envoy files. */
export interface ConfigDirectory {
  readonly path: string;
  /** All files change at once by moving a link, as Kubernetes does for ConfigMaps. */
  readonly changedBy: 'folder-swap';
}

/**
 * Tells Envoy to read a kind of resource from a file and to go on watching it. Envoy: `ConfigSource.path_config_source`.
 */
export function fileConfigSource(directory: ConfigDirectory, fileName: string): ConfigSource {
  return {
    resource_api_version: 'V3',
    path_config_source: {
      path: `${directory.path}/${fileName}`,
      // Envoy sees only moves onto the path it watches. A ConfigMap's files are links through `..data`, and only that
      // link is moved, so the folder has to be watched.
      watched_directory: { path: directory.path },
    },
  };
}
