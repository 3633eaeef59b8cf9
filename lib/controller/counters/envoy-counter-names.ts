/**
 * Names of what Envoy 1.40 counts of a cluster, as its `/stats/prometheus` has them. They count requests as callers see them: once each,
 * with the answer that they got in the end. Tries that were followed by another are under other names (`envoy_cluster_retry_...`), so that
 * a request that succeeded at a second try is none that failed; answers that the proxy gives itself (no connection, too late, overflow) are
 * counted as what callers get, 503 or 504. Envoy: "Cluster manager statistics", and `Filter::chargeUpstreamCode` of its router.
 */
export const envoyCounterNames = {
  /** Requests that were answered. Not there before the first. */
  completed: 'envoy_cluster_upstream_rq_completed',
  /** By first digit of their status. */
  byClass: 'envoy_cluster_upstream_rq_xx',
  /** By their status. */
  byCode: 'envoy_cluster_upstream_rq',
  /** Requests that the route's timeout ended. They are in no histogram. There from the beginning. */
  timeouts: 'envoy_cluster_upstream_rq_timeout',
  /** Answers by the time that they took, ms, from the request's end to the answer's end, tries included. */
  timeBucket: 'envoy_cluster_upstream_rq_time_bucket',
  /** Answers to gRPC calls, by the status that ends the name; also those that the proxy gives itself. */
  byGrpcStatus: 'envoy_cluster_grpc_',
} as const;

/** Labels of what `envoyCounterNames` names. */
export const envoyCounterLabels = {
  cluster: 'envoy_cluster_name',
  class: 'envoy_response_code_class',
  code: 'envoy_response_code',
  /** Upper edge of a bucket; `+Inf` for all. */
  edge: 'le',
} as const;

/** Ends of the names of the same counters in Envoy's own form, `cluster.<cluster>.<end>`: a regular expression. */
export const envoyCounterEnds = '(upstream_rq_(completed|timeout|time|5xx|401|403|429)|grpc\\.\\d+)';
