import { expect, test } from 'vitest';
import { emitEnvoy } from '../../../lib/targets/envoy/emit-envoy.js';
import { compiled } from '../../support/compiled.js';
import { makeCriterion } from '../../support/rollout/make-plan.js';
import { reviewsRollout } from '../../support/rollout/reviews-rollout.js';

const slow = (edgeMs: number) =>
  makeCriterion({ name: `over-${String(edgeMs)}`, measure: { kind: 'latency-over', edgeMs } });
const kubernetes = { kind: 'kubernetes', configDirectory: '/etc/envoy' } as const;

test.each([kubernetes, { kind: 'captured' } as const])(
  'every bootstrap ($kind) has the edges that criteria ask for, next to those that Envoy has by itself',
  (environment) => {
    const judged = compiled(reviewsRollout({ rollout: { criteria: [slow(300), slow(250)] } }));
    const bootstraps = emitEnvoy(judged, environment).proxies.map(({ bootstrap }) => bootstrap);
    expect(bootstraps.length).toBeGreaterThan(0);
    for (const { stats_config: config, stats_flush_interval: interval } of bootstraps) {
      const [setting, ...others] = config?.histogram_bucket_settings ?? [];
      expect(others).toEqual([]);
      expect(setting?.buckets).toEqual([
        0.5, 1, 5, 10, 25, 50, 100, 250, 300, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000,
        1_800_000, 3_600_000,
      ]);
      const regex = new RegExp(`^(?:${setting?.match.safe_regex?.regex ?? ''})$`);
      expect('cluster.reviews/v2/http.upstream_rq_time').toMatch(regex);
      expect('cluster.reviews/v1/http.upstream_rq_time').toMatch(regex);
      expect('cluster.reviews/v20/http.upstream_rq_time').not.toMatch(regex);
      expect(interval).toBe('1s');
    }
  },
);

test('a mesh whose rollouts judge no response times keeps the edges, and the pace, that Envoy has by itself', () => {
  const [proxy] = emitEnvoy(compiled(reviewsRollout()), kubernetes).proxies;
  expect(proxy?.bootstrap.stats_config?.histogram_bucket_settings).toBeUndefined();
  expect(proxy?.bootstrap.stats_flush_interval).toBeUndefined();
});
