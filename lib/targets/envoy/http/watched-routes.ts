import type { Rds } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import { fileConfigSource, type ConfigDirectory } from '../../../envoy-resources/file-config-source.js';
import { resourceFileName } from '../../../envoy-resources/resource-file-name.js';

/** A route configuration in a file of its own, so that routes can change without their listener. Envoy: `Rds`. */
export function watchedRoutes(routeConfiguration: string, directory: ConfigDirectory): { readonly rds: Rds } {
  return {
    rds: {
      route_config_name: routeConfiguration,
      config_source: fileConfigSource(directory, resourceFileName('rds', routeConfiguration)),
    },
  };
}
