import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClockOffset } from '../../../lib/controller/counters/create-clock-offset.js';

test('the offset is right within the time that the answer takes', () => {
  const delays = fc.tuple(fc.nat(500), fc.nat(500));
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(delays, { minLength: 1 }), (aheadMs, answers) => {
      const offsetOf = createClockOffset();
      for (const [there, back] of answers) {
        const askedMs = 1e12;
        const offset = offsetOf({ askedMs, answeredMs: askedMs + there + back, theirsMs: askedMs + there + aheadMs });
        expect(Math.abs(offset - aheadMs)).toBeLessThanOrEqual(there + back + 0.5);
      }
    }),
  );
});

test('what is known stays as long as nothing contradicts it', () => {
  const offsetOf = createClockOffset();
  expect(offsetOf({ askedMs: 0, answeredMs: 10, theirsMs: 105 })).toBe(100);
  expect(offsetOf({ askedMs: 1000, answeredMs: 1400, theirsMs: 1390 })).toBe(100);
  expect(offsetOf({ askedMs: 2000, answeredMs: 2000, theirsMs: 2050 })).toBe(50);
});
