import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prometheusAnswer } from '../../../lib/controller/counters/prometheus-answer.js';

const series = fc.record({
  labels: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
  samples: fc.array(fc.tuple(fc.integer({ min: 0, max: 4e12 }), fc.maxSafeNat()), { minLength: 1, maxLength: 4 }),
});

test('series are read with their own times', () => {
  fc.assert(
    fc.property(fc.array(series), (all) => {
      const result = all.map(({ labels, samples }) => ({
        metric: labels,
        values: samples.map(([atMs, value]) => [atMs / 1000, String(value)]),
      }));
      const text = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
      expect(prometheusAnswer(text)).toEqual({ kind: 'series', series: all });
    }),
  );
});

test('whatever JSON comes is series, or a problem in words', () => {
  const close = fc.record({
    status: fc.constantFrom('success', 'error'),
    data: fc.record({ resultType: fc.constantFrom('matrix', 'vector', 'scalar', 'streams'), result: fc.jsonValue() }),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), close), (json) => {
      const answer = prometheusAnswer(JSON.stringify(json));
      if (answer.kind === 'problem') expect(answer.problem).not.toBe('');
      else for (const { samples } of answer.series) expect(samples.length).toBeGreaterThan(0);
    }),
  );
});
