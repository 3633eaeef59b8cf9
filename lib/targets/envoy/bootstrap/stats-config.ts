import type { HistogramBucketSettings, StatsConfig } from 'envoy-config-types/envoy/config/metrics/v3';

/**
 * Which stats a proxy keeps: all that speaks of destinations, listeners and the proxy's health. Left out is what repeats
 * others or grows with worker threads, not with declared calls. Envoy: `config.metrics.v3.StatsConfig`.
 *
 * @param buckets edges of histograms, where they are not Envoy's own
 */
export function statsConfig(buckets: readonly HistogramBucketSettings[]): StatsConfig {
  return {
    use_all_default_tags: true,
    stats_matcher: { exclusion_list: { patterns: leftOut.map((regex) => ({ safe_regex: { regex } })) } },
    ...(buckets.length === 0 ? {} : { histogram_bucket_settings: [...buckets] }),
  };
}

const leftOut = [
  '(cluster|listener|http)\\.(admin|health|metrics)\\..*', // the proxy looking at itself
  '.*\\.worker_\\d+\\..*', // one set for each thread; the sum is kept
  'cluster\\..*\\.(internal|external|canary)\\..*', // the same requests counted once more
  'listener\\..*\\.http\\..*|vhost\\..*', // repeats what http and cluster say
  'cluster\\..*\\.circuit_breakers\\.high\\..*', // no route has high priority
  'cluster\\..*\\.(lb_|http[12]\\.|client_ssl_socket_factory|update_no_rebuild|assignment_|upstream_flow_control_).*', // workings of balancer and codec
  'http\\..*\\.(user_agent|tracing|downstream_flow_control_).*', // the same, of the other side
  '(cluster|http)\\..*\\.[^.]*(http3|0_?rtt|internal_redirect|original_dst_host|preconnect).*', // features that nothing here uses
  'runtime\\..*|filesystem\\..*|thread_local_cluster_manager\\..*|workers\\..*', // workings of Envoy
];
