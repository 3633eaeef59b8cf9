import { expect, test } from 'vitest';
import { trafficFindings } from '../../lib/local-runtime/traffic-findings.js';

const empty = { seconds: 1, gateways: [], edges: [] };

test('has nothing to say where the traffic is as configured', () => {
  const rule = { kind: 'split', route: 'cart/http/shares', destination: 'cart/v1/http', percent: 75 } as const;
  const load = { sent: 100, answers: { 200: 100 }, failed: 0, skipped: 0 };
  expect(trafficFindings({ ...empty, load, rules: [{ rule, met: 75, requests: 100, verdict: 'fits' }] })).toEqual([]);
});

test('names each share that is off, each rule that nothing met, and requests without answer', () => {
  const findings = trafficFindings({
    ...empty,
    load: { sent: 100, answers: { 200: 98 }, failed: 2, lastFailure: 'socket hang up', skipped: 0 },
    rules: [
      {
        rule: { kind: 'split', route: 'cart/http/shares', destination: 'cart/v1/http', percent: 75 },
        met: 10,
        requests: 100,
        verdict: 'differs',
      },
      {
        rule: { kind: 'delay', route: 'cart/http/slow', durationMs: 5, percent: 50 },
        met: 0,
        requests: 0,
        verdict: 'not-seen',
      },
    ],
  });
  expect(findings.map(({ slug, message }) => `${slug}: ${message}`)).toEqual([
    'traffic-differs: route "cart/http/shares" is to send 75 % of its requests to cart/v1/http, but did so with 10 of 100',
    'traffic-differs: route "cart/http/slow" is to delay 50 % of its requests, but took none',
    'traffic-differs: 2 of 100 requests got no answer: socket hang up',
  ]);
});
