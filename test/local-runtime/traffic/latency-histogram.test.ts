import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLatencyHistogram } from '../../../lib/local-runtime/traffic/latency-histogram.js';

test('has no quantiles without durations', () => {
  expect(createLatencyHistogram().quantile(0.5)).toBeUndefined();
});

test('is within 1 % of the true quantile', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { minLength: 1 }), fc.constantFrom(0.5, 0.9, 0.99, 1), (durations, share) => {
      const histogram = createLatencyHistogram();
      for (const duration of durations) histogram.add(duration);
      const sorted = [...durations].sort((left, right) => left - right);
      const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
      expect(Math.abs((histogram.quantile(share) ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact / 100);
    }),
  );
});
