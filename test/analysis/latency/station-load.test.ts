import fc from 'fast-check';
import { expect, it } from 'vitest';
import { capacityOf } from '../../../lib/analysis/latency/capacity-of.js';
import { loadOf } from '../../../lib/analysis/latency/station-load.js';
import { station } from '../../support/latency/station.js';

it('is M/M/1 with one worker', () => {
  // 80 a second at 10 ms: 0.8 busy, and 10 * 0.8 / 0.2 = 40 ms of waiting.
  const load = loadOf(station({ serviceTimeMs: 10 }), 80);
  expect(load.utilisation).toBeCloseTo(0.8, 12);
  expect(load.waitingMs).toBeCloseTo(40, 9);
  expect(load.serviceMs).toBe(10);
});

it('is M/M/2 with two workers', () => {
  // One erlang on two: C = 1/3, so 10 * (1/3) / (2 - 1) ms.
  expect(loadOf(station({ serviceTimeMs: 10, workers: 2 }), 100).waitingMs).toBeCloseTo(10 / 3, 9);
});

it('makes requests wait longer the more come, without end from the capacity on', () => {
  const cases = fc.record({
    workers: fc.integer({ min: 1, max: 30 }),
    serviceTimeMs: fc.double({ min: 0.1, max: 1000, noNaN: true }),
    shares: fc.tuple(
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      fc.double({ min: 1.01, max: 1.04, noNaN: true }),
    ),
  });
  fc.assert(
    fc.property(cases, ({ shares: [share, more], ...parts }) => {
      const place = station(parts);
      const capacity = capacityOf(place);
      const [calm, busy] = [share, share * more].map((part) => loadOf(place, part * capacity).waitingMs);
      expect(busy).toBeGreaterThan(calm ?? NaN);
      expect(loadOf(place, capacity).utilisation).toBeCloseTo(1, 9);
      expect(loadOf(place, capacity * (1 + 1e-9)).waitingMs).toBe(Infinity);
    }),
  );
});
