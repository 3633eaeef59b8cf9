import type { HistogramBucketSettings } from 'envoy-config-types/envoy/config/metrics/v3';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import type { Rollout } from '../../../ir/rollout/rollout.js';
import { regexText } from '../routes/regex-text.js';

// Envoy's own edges, ms, which dashboards are made for: https://www.envoyproxy.io/docs/envoy/v1.40.0/api-v3/config/metrics/v3/stats.proto
const usual = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

/**
 * Edges of response times for the clusters of rollouts that judge them: Envoy's own and those of the criteria, so that what a criterion
 * asks for is counted and not interpolated. Envoy: `config.metrics.v3.HistogramBucketSettings`.
 */
export function responseTimeBuckets(rollouts: MeshIr['rollouts']): readonly HistogramBucketSettings[] {
  return rollouts.flatMap(({ subject, criteria }): readonly HistogramBucketSettings[] => {
    const edges = criteria.flatMap(({ measure }) => (measure.kind === 'latency-over' ? [measure.edgeMs] : []));
    if (edges.length === 0) return [];
    const buckets = [...new Set([...usual, ...edges])].sort((left, right) => left - right);
    return [{ match: { safe_regex: { regex: `cluster\\.${clustersOf(subject)}\\.upstream_rq_time` } }, buckets }];
  });
}

/** `<service>/<version>/<port>`, in the names of stats; all, where a rollout is not about some of them. */
function clustersOf(subject: Rollout['subject']): string {
  if (subject.kind !== 'versions') return '.*';
  const versions = subject.services.flatMap(({ service, stable, canary }) =>
    [stable, canary].map((version) => regexText(`${service}/${version}`)),
  );
  return `(${versions.join('|')})/.*`;
}
