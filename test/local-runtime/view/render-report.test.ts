import { expect, test } from 'vitest';
import type { LocalReport } from '../../../lib/local-runtime/local-report.js';
import { createPaint } from '../../../lib/local-runtime/view/paint.js';
import { renderReport } from '../../../lib/local-runtime/view/render-report.js';

const counts = { status3xx: 0, status4xx: 0, delayed: 0, aborted: 0 };
const report: LocalReport = {
  seconds: 10.4,
  gateways: [{ gateway: 'ingress', port: 'http', url: 'http://127.0.0.1:20000' }],
  edges: [
    {
      ...counts,
      caller: 'ingress',
      callee: 'web',
      version: 'v1',
      requests: 1200,
      status2xx: 1200,
      status5xx: 0,
      errors: 0,
      p50Ms: 0,
      p99Ms: 1234,
      perSecond: 120,
    },
    {
      ...counts,
      caller: 'web',
      callee: 'cart',
      version: 'v1',
      requests: 900,
      status2xx: 891,
      status5xx: 9,
      errors: 9,
      p50Ms: 3,
      p99Ms: 40,
      perSecond: 90,
    },
    {
      ...counts,
      caller: 'web',
      callee: 'cart',
      version: 'v2',
      requests: 300,
      status2xx: 300,
      status5xx: 0,
      errors: 0,
      p50Ms: 3,
      p99Ms: 41,
      perSecond: 30,
    },
  ],
  rules: [
    {
      rule: { kind: 'split', route: 'cart/http/shares', destination: 'cart/v1/http', percent: 75 },
      met: 900,
      requests: 1200,
      seenPercent: 75,
      pValue: 1,
      verdict: 'fits',
    },
    {
      rule: { kind: 'abort', route: 'cart/http/shares', status: { kind: 'http', code: 503 }, percent: 12.5 },
      met: 9,
      requests: 1200,
      seenPercent: 0.75,
      pValue: 0,
      verdict: 'differs',
    },
    {
      rule: { kind: 'delay', route: 'stock/http/slow', durationMs: 250, percent: 10 },
      met: 0,
      requests: 0,
      verdict: 'not-seen',
    },
  ],
  load: { sent: 1201, answers: { 200: 1191, 502: 9 }, failed: 1, lastFailure: 'socket hang up', skipped: 0 },
};

test('shows the traffic by edge and version, and configured beside seen shares', () => {
  expect(renderReport(report, createPaint({ colour: false }))).toEqual([
    'ingress (http) http://127.0.0.1:20000',
    '10 s   1 201 requests sent, 1 191 answered 200, 9 answered 502, 1 without answer (socket hang up)',
    '',
    'from     to    version  requests  share     /s    2xx  3xx  4xx  5xx  errors    p50       p99',
    'ingress  web   v1          1 200  100 %  120.0  1 200    0    0    0     0 %  <1 ms  1 234 ms',
    'web      cart  v1            900   75 %   90.0    891    0    0    9     1 %   3 ms     40 ms',
    '               v2            300   25 %   30.0    300    0    0    0     0 %   3 ms     41 ms',
    '',
    'route             rule               configured   seen      requests',
    'cart/http/shares  to cart/v1/http          75 %   75 %  900 of 1 200  fits',
    '                  answered with 503      12.5 %  0.8 %    9 of 1 200  DIFFERS',
    'stock/http/slow   delayed by 250 ms        10 %      -        0 of 0  not seen',
    'fits: within what chance allows (exact binomial test, one false alarm in a million tables)',
  ]);
});

test('says so while there are no requests', () => {
  const { gateways } = report;
  expect(renderReport({ seconds: 0, gateways, edges: [], rules: [] }, createPaint({ colour: false }))).toEqual([
    'ingress (http) http://127.0.0.1:20000',
    '0 s',
    '',
    'no requests yet',
  ]);
});
