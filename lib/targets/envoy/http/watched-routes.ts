import type { Rds } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';
import { resourceFileName } from '../../../envoy-resources/resource-file-name.js';
import { configSource, type ResourceSource } from '../../../envoy-resources/resource-source.js';

/** A route configuration of its own, so that routes can change without their listener. Envoy: `Rds`. */
export function watchedRoutes(routeConfiguration: string, source: ResourceSource): { readonly rds: Rds } {
  return {
    rds: {
      route_config_name: routeConfiguration,
      config_source: configSource(source, resourceFileName('rds', routeConfiguration)),
    },
  };
}
