import { expect, test } from 'vitest';
import { parsePromqlSelector } from '../../lib/util/promql-selector.js';

test.each([
  ['orders_total', { metric: 'orders_total', matchers: '' }],
  [' orders_total { result = "failed" , } ', { metric: 'orders_total', matchers: 'result = "failed"' }],
  ['{__name__="a",b!~"c}|\\"d"}', { metric: '', matchers: '__name__="a",b!~"c}|\\"d"' }],
  ["a:b{c='d',e=~`f`}", { metric: 'a:b', matchers: "c='d',e=~`f`" }],
])('%s is a selector', (text, parsed) => {
  expect(parsePromqlSelector(text)).toEqual(parsed);
});

test.each([
  '',
  '{}',
  'rate(a[5m])',
  'a[5m]',
  'a + b',
  'a{b="c"} or d',
  'a{b="c"',
  'a{b=c}',
  'a{b="c" d="e"}',
  'a{b="c"}{d="e"}',
  'a offset 5m',
])('"%s" is none', (text) => {
  expect(parsePromqlSelector(text)).toBeUndefined();
});
