import { pack } from 'envoy-config-types';
import type { HttpFilter } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';

/**
 * The filter that sends requests on. It goes on setting `x-envoy-original-path`, without which the access log could not
 * tell the path that the caller asked for. Envoy: `extensions.filters.http.router.v3.Router`.
 */
export function routerFilter(): HttpFilter {
  return {
    name: 'envoy.filters.http.router',
    typed_config: pack('envoy.extensions.filters.http.router.v3.Router', {}),
  };
}
