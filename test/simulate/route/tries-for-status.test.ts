import { expect, test } from 'vitest';
import type { RetryRule } from '../../../lib/simulate/route/retry-rule.js';
import { triesForStatus } from '../../../lib/simulate/route/tries-for-status.js';

const rule = (on: readonly string[], statusCodes: readonly number[] = []): RetryRule => ({
  on,
  attempts: 3,
  statusCodes,
  perTryTimeoutMs: 'none',
  backOffBaseMs: 25,
  backOffMaxMs: 250,
});

test('tries again what a condition takes, and nothing else', () => {
  const tries = (on: string, status: number): number => triesForStatus(rule([on], [418]), status);
  expect([499, 500, 503].map((status) => tries('5xx', status))).toEqual([1, 4, 4]);
  expect([501, 502, 504, 505].map((status) => tries('gateway-error', status))).toEqual([1, 4, 4, 1]);
  expect([404, 409].map((status) => tries('retriable-4xx', status))).toEqual([1, 4]);
  expect([418, 503].map((status) => tries('retriable-status-codes', status))).toEqual([4, 1]);
  expect(tries('connect-failure', 503)).toBe(1);
  expect(triesForStatus(rule(['reset', '5xx']), 500)).toBe(4);
  expect(triesForStatus(undefined, 500)).toBe(1);
});
