import { pack } from 'envoy-config-types';
import type { HttpFilter } from 'envoy-config-types/envoy/extensions/filters/network/http_connection_manager/v3';

/**
 * Counts answers to gRPC calls by their status, for each cluster that they are sent to and not for each method: their HTTP status is 200 whatever
 * comes. Envoy: `extensions.filters.http.grpc_stats.v3.FilterConfig`.
 */
export function grpcStatsFilter(): HttpFilter {
  return {
    name: 'envoy.filters.http.grpc_stats',
    typed_config: pack('envoy.extensions.filters.http.grpc_stats.v3.FilterConfig', { stats_for_all_methods: false }),
  };
}
