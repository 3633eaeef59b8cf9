import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sojournQuantile } from '../../../lib/analysis/latency/sojourn-quantile.js';
import { erlangC } from '../../../lib/analysis/latency/erlang-c.js';
import { station } from '../../support/latency/station.js';

it('is that of an exponential time with one worker', () => {
  // 10 ms a request, 60 a second: the stay is exponential with mean 10 / (1 - 0.6) = 25 ms.
  expect(sojournQuantile(station({ serviceTimeMs: 10 }), 60, 0.01)).toBeCloseTo(-Math.log(0.01) * 25, 6);
});

it('is that of the service alone where nobody waits', () => {
  expect(sojournQuantile(station({ serviceTimeMs: 10, workers: 4 }), 0, 0.05)).toBeCloseTo(-Math.log(0.05) * 10, 6);
});

it('agrees with the closed form where the queue shrinks as fast as one worker works', () => {
  // Two workers, one erlang: P(T > t) = e^-t (1 + t C) in service times, with C = 1/3.
  const times = sojournQuantile(station({ serviceTimeMs: 10, workers: 2 }), 100, 0.01) / 10;
  expect(Math.exp(-times) * (1 + times / 3)).toBeCloseTo(0.01, 10);
});

it('leaves the tail that was asked for', () => {
  const cases = fc.record({
    workers: fc.integer({ min: 1, max: 40 }),
    share: fc.double({ min: 0.01, max: 0.995, noNaN: true }),
    tail: fc.double({ min: 0.001, max: 0.9, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ workers, share, tail }) => {
      const load = workers * share;
      const times = sojournQuantile(station({ serviceTimeMs: 1000, workers }), load, tail) / 1000;
      const drain = workers - load;
      fc.pre(Math.abs(drain - 1) > 1e-3); // the textbook form divides by it
      const waits = erlangC(workers, load);
      const book =
        (1 - waits) * Math.exp(-times) + (waits * (drain * Math.exp(-times) - Math.exp(-drain * times))) / (drain - 1);
      expect(book).toBeCloseTo(tail, 8);
    }),
  );
});

it('has no end where more comes than can be done, and is 0 where nothing is known', () => {
  expect(sojournQuantile(station({ serviceTimeMs: 10 }), 100, 0.01)).toBe(Infinity);
  const { pace: _pace, ...unknown } = station({ serviceTimeMs: 10 });
  expect(sojournQuantile(unknown, 100, 0.01)).toBe(0);
});
