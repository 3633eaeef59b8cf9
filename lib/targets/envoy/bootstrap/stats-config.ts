import type { StatsConfig } from 'envoy-config-types/envoy/config/metrics/v3';

/**
 * Which stats a proxy keeps: all that speaks of destinations, listeners and the proxy's health. Left out is what repeats
 * others or grows with worker threads, not with declared calls. Envoy: `config.metrics.v3.StatsConfig`.
 */
export function statsConfig(): StatsConfig {
  return {
    use_all_default_tags: true,
    stats_matcher: { exclusion_list: { patterns: leftOut.map((regex) => ({ safe_regex: { regex } })) } },
  };
}

const leftOut = [
  '(cluster|listener|http)\\.(admin|health|metrics)\\..*', // the proxy looking at itself
  '.*\\.worker_\\d+\\..*', // one set for each thread; the sum is kept
  'cluster\\..*\\.(internal|external|canary)\\..*', // the same requests counted once more
  'cluster\\..*\\.(lb_|http1\\.|http2\\.|client_ssl_socket_factory|update_no_rebuild|default\\.total_match_count).*', // workings of balancer and codec
  'http\\..*\\.(user_agent|tracing|rq_reset_after_downstream_response_started).*', // unused features
  'vhost\\..*', // repeats the cluster's
  'runtime\\..*|filesystem\\..*|thread_local_cluster_manager\\..*|workers\\..*', // workings of Envoy
];
