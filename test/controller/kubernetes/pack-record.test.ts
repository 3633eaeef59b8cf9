import { expect, test } from 'vitest';
import { packRecord, unpackRecord } from '../../../lib/controller/kubernetes/pack-record.js';
import type { CounterSeries } from '../../../lib/rollout/counters/counter-snapshot.js';
import { drawsFrom } from '../../../lib/rollout/simulate/draws-from.js';
import { randomFromSeed } from '../../../lib/rollout/simulate/random-from-seed.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';
import { makeRecord } from '../../support/rollout/make-record.js';

const criteria = ['denied', 'errors', 'latency', 'memory'].map((name) => makeCriterion({ name, errorShare: 0.25 }));

/** A record with as many decisions and notices as it keeps, and counters of so many series, as they come to be. */
function largeRecord(seriesCount: number): ReturnType<typeof makeRecord> {
  const draws = drawsFrom(randomFromSeed(1));
  const count = (): number => draws.poisson(1_000_000);
  const series = Array.from({ length: seriesCount }, (_, index): CounterSeries => {
    const pod = `reviews-v${String(1 + (index % 2))}-7d4b9c6f5d-${index.toString(36).padStart(5, 'x')}`;
    const counts = criteria.map(({ name }) => [name, { total: count(), bad: draws.poisson(900) }] as const);
    const side = index % 2 === 0 ? 'stable' : 'canary';
    return { series: `10.1.${String(index)}/${pod}`, pod, side, requests: count(), counts: Object.fromEntries(counts) };
  });
  const told = (number: number) => ({
    ...{ number, atMs: Date.UTC(2026, 0, 1) + number * 2003, revision: '0123456789abcdef', attempt: 1, epoch: number },
    ...({ phase: 'measuring', weight: number / 1000, code: 'raised' } as const),
    sentence: `${String(count())} requests: the canary gets ${String(number / 10)} % by now, for the excess is at most 0.2 %`,
  });
  return makeRecord(
    makePlan({ criteria }),
    {},
    {
      baseline: { atMs: 1, series: Object.fromEntries(series.map((each) => [each.series, each])) },
      log: Array.from({ length: 200 }, (_, index) => told(index + 1)),
      notices: Array.from({ length: 100 }, (_, index) => {
        const { atMs, code, sentence } = told(index);
        return { id: `release/${String(index)}`, rollout: 'release', severity: 'info', atMs, code, sentence } as const;
      }),
    },
  );
}

test('packs a record and reads it again', () => {
  const record = largeRecord(3);
  expect(unpackRecord(packRecord(record))).toEqual(record);
});

test.each([
  [2, 16],
  [1_000, 100],
  [10_000, 1_000],
])('a record with %i series takes less than %i KiB of the 1,536 of an object', (series, kibibytes) => {
  expect(packRecord(largeRecord(series)).length / 1024).toBeLessThan(kibibytes);
});

test('what is no packed record is none', () => {
  for (const text of ['', 'none', Buffer.from('{}').toString('base64')]) expect(unpackRecord(text)).toBeUndefined();
});
