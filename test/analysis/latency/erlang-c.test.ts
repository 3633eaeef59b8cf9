import fc from 'fast-check';
import { expect, it } from 'vitest';
import { erlangC } from '../../../lib/analysis/latency/erlang-c.js';

// The textbook form: (a^c/c!) / (1 - a/c) over itself plus the sum of a^k/k!.
function byTheBook(servers: number, offeredLoad: number): number {
  let term = 1;
  let sum = 0;
  for (let count = 0; count < servers; count += 1) {
    sum += term;
    term *= offeredLoad / (count + 1);
  }
  const waiting = term / (1 - offeredLoad / servers);
  return waiting / (sum + waiting);
}

it.each([
  [2, 1, 1 / 3],
  [3, 2, 4 / 9],
  [5, 4, 0.5541],
  [10, 8, 0.4092],
  [20, 18, 0.5508],
])('agrees with the tables: %i servers, %d erlangs', (servers, offeredLoad, probability) => {
  expect(erlangC(servers, offeredLoad)).toBeCloseTo(probability, 4);
});

it('is the utilisation where there is one server', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (load) => {
      expect(erlangC(1, load)).toBeCloseTo(load, 12);
    }),
  );
});

it('agrees with the textbook form', () => {
  const cases = fc.record({
    servers: fc.integer({ min: 1, max: 60 }),
    share: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ servers, share }) => {
      expect(erlangC(servers, share * servers)).toBeCloseTo(byTheBook(servers, share * servers), 9);
    }),
  );
});

it('has everybody wait where all servers are busy, and nobody where nothing comes', () => {
  expect([erlangC(4, 4), erlangC(4, 9), erlangC(4, 0)]).toEqual([1, 1, 0]);
});

it('neither overflows nor underflows with many servers', () => {
  expect(erlangC(100_000, 99_900)).toBeGreaterThan(0.5);
  expect(erlangC(100_000, 99_900)).toBeLessThan(0.9);
  expect(erlangC(100_000, 10)).toBe(0);
  expect(erlangC(2_000_000_000, 1_999_999_999)).toBe(0);
});
