import { expect, test } from 'vitest';
import { statsConfig } from '../../../lib/targets/envoy/bootstrap/stats-config.js';

const patterns = (statsConfig([]).stats_matcher?.exclusion_list?.patterns ?? []).map(
  ({ safe_regex: regex }) => new RegExp(`^(?:${regex?.regex ?? ''})$`),
);
const isLeftOut = (stat: string): boolean => patterns.some((pattern) => pattern.test(stat));

test.each([
  'shop/canary/http',
  'http3/v1/http',
  'preconnect-0rtt/internal/http',
  'admin/health/metrics',
  'lb_/worker_1/http2',
])('what rollouts count of cluster %s is kept', (cluster) => {
  const counters = ['upstream_rq_completed', 'upstream_rq_5xx', 'upstream_rq_timeout', 'upstream_rq_time', 'grpc.14'];
  expect(counters.filter((counter) => isLeftOut(`cluster.${cluster}.${counter}`))).toEqual([]);
});

test.each([
  'cluster.shop/v1/http.upstream_cx_http3_total',
  'cluster.shop/v1/http.http3.tx_reset',
  'http.outbound/shop/http.downstream_cx_http3_active',
  'cluster.shop/v1/http.internal.upstream_rq_200',
])('%s is left out', (stat) => {
  expect(isLeftOut(stat)).toBe(true);
});
