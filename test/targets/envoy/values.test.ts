import { expect, test } from 'vitest';
import { heapBytes } from '../../../lib/targets/envoy/bootstrap/heap-bytes.js';
import { envoyCapabilities } from '../../../lib/targets/envoy/capabilities.js';
import { durationText } from '../../../lib/targets/envoy/duration-text.js';
import { httpFilters } from '../../../lib/targets/envoy/filters/http-filters.js';
import { integerWeights } from '../../../lib/targets/envoy/routes/integer-weights.js';
import { regexWithoutQuery } from '../../../lib/targets/envoy/routes/regex-without-query.js';

test('scales weights to integers without changing their proportion', () => {
  expect(integerWeights([100])).toEqual([100]);
  expect(integerWeights([90, 10])).toEqual([90, 10]);
  expect(integerWeights([99.9, 0.1])).toEqual([999, 1]);
  expect(integerWeights([33.33, 33.33, 33.34])).toEqual([3333, 3333, 3334]);
  expect(integerWeights([100, 0])).toEqual([100, 0]);
});

test('writes durations in seconds without an exponent', () => {
  expect([1, 250, 1500, 60_000, 86_400_000].map(durationText)).toEqual(['0.001s', '0.25s', '1.5s', '60s', '86400s']);
});

test('reads memory limits as Kubernetes writes them', () => {
  expect(heapBytes('100')).toBe(80);
  expect(heapBytes('1k')).toBe(800);
  expect(heapBytes('512Mi')).toBe(Math.floor(512 * 2 ** 20 * 0.8));
  expect(heapBytes('1.5Gi')).toBe(Math.floor(1.5 * 2 ** 30 * 0.8));
  expect(heapBytes('2G')).toBe(1.6e9);
  expect(heapBytes('much')).toBe(2 ** 31);
  expect(heapBytes(undefined)).toBe(2 ** 31);
});

test('keeps a path regex from reaching into the query', () => {
  const narrowed: Readonly<Record<string, string>> = {
    '/a.*b': '/a[^?]*b',
    '/[^/]+/x': '/[^?/]+/x',
    '\\Q.\\E.': '\\Q.\\E[^?]',
    '[]^a].': '[\\]^a][^?]',
    '[^]a].': '[^?\\]a][^?]',
    '\\S+\\.js': '[^\\s?]+\\.js',
    '[[:alpha:]].': '[[:alpha:]][^?]',
    '(?i:/x.)?': '(?i:/x[^?])?',
    '[.]\\..': '[.]\\.[^?]',
  };
  for (const [regex, expected] of Object.entries(narrowed))
    expect([regex, regexWithoutQuery(regex)]).toEqual([regex, expected]);
});

test('puts filters in the one order and the router last, in whatever order they are asked for', () => {
  expect(httpFilters(['grpc-stats', 'fault']).map(({ name }) => name)).toEqual([
    'envoy.filters.http.fault',
    'envoy.filters.http.grpc_stats',
    'envoy.filters.http.router',
  ]);
  expect(httpFilters([]).map(({ name }) => name)).toEqual(['envoy.filters.http.router']);
});

test('says why wherever a policy holds in part', () => {
  for (const support of Object.values(envoyCapabilities)) {
    if (support.level !== 'full') expect(support.note).not.toBe('');
  }
});
