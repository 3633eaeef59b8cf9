import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExposedSample, prometheusText } from '../../../lib/controller/counters/prometheus-text.js';

const name = fc.stringMatching(/^[a-zA-Z_]\w{0,12}$/);
const sample: fc.Arbitrary<ExposedSample> = fc.record({
  metric: name,
  labels: fc.dictionary(name, fc.string({ unit: 'binary' }), { maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof(fc.maxSafeInteger(), fc.double()),
});

function written({ metric, labels, value }: ExposedSample): string {
  const escaped = (text: string): string =>
    text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const list = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  const number = Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
  return `${metric}${list.length === 0 ? '' : `{${list.join(',')}}`} ${number}`;
}

test('what is written in the format of Prometheus is read as it was', () => {
  fc.assert(
    fc.property(fc.array(sample), (samples) => {
      const text = ['# TYPE some counter', ...samples.map(written), ''].join('\n');
      expect(prometheusText(text)).toEqual(
        samples.map((each) => ({ ...each, value: Object.is(each.value, -0) ? 0 : each.value })),
      );
    }),
  );
});

test('whatever text comes is read or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const read = prometheusText(text);
      expect(read === undefined || Array.isArray(read)).toBe(true);
    }),
  );
});

test.each(['<html>', 'seen{a="b" 1', 'seen{a="b"c="d"} 1', 'seen', '{"stats":[]}', 'seen{a=b} 1'])(
  '%s is refused',
  (text) => {
    expect(prometheusText(text)).toBeUndefined();
  },
);

test('a line of Envoy is read, with the time that others write behind it', () => {
  const line = 'envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="reviews/v1/http",le="+Inf"} 6';
  const labels = { envoy_cluster_name: 'reviews/v1/http', le: '+Inf' };
  const read = [{ metric: 'envoy_cluster_upstream_rq_time_bucket', labels, value: 6 }];
  expect(prometheusText(`${line}\n`)).toEqual(read);
  expect(prometheusText(`${line} 1700000000000\r\n`)).toEqual(read);
});
