import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CountBaseline } from '../../../lib/rollout/counters/count-baseline.js';
import { countWindow } from '../../../lib/rollout/counters/count-window.js';
import type { CounterSeries, CounterSnapshot } from '../../../lib/rollout/counters/counter-snapshot.js';
import type { MeasuredWindow } from '../../../lib/rollout/observation/measured-window.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';

const plan = makePlan();
const held = { epoch: 3, canaryWeight: 0.1, heldFromMs: 0 };
const settled = plan.timing.settleMs;
const nothing: CountBaseline = { series: {} };

function series(name: string, total: number, bad: number, changes: Partial<CounterSeries> = {}): CounterSeries {
  const side = name.startsWith('canary') ? 'canary' : 'stable';
  return { series: name, pod: name, side, requests: total, counts: { errors: { total, bad } }, ...changes };
}

/** Windows of snapshots that all lie where the weight is held and settled. */
function windowsOf(...snapshots: readonly CounterSnapshot[]): readonly MeasuredWindow[] {
  const windows: MeasuredWindow[] = [];
  let baseline = nothing;
  for (const snapshot of snapshots) {
    const counted = countWindow(plan, baseline, snapshot, held);
    baseline = counted.baseline;
    if (counted.window !== undefined) windows.push(counted.window);
  }
  return windows;
}

const at = (second: number, ...read: readonly CounterSeries[]): CounterSnapshot => ({
  atMs: settled + second * 1000,
  series: read,
});

test('counts by pod what came since the last snapshot', () => {
  const windows = windowsOf(
    at(0, series('stable-a', 1000, 7), series('canary-a', 50, 1)),
    at(2, series('stable-a', 1180, 9), series('canary-a', 70, 1)),
  );
  expect(windows).toEqual([
    {
      epoch: 3,
      canaryWeight: 0.1,
      fromMs: settled,
      toMs: settled + 2000,
      requests: { canary: 20, stable: 180 },
      counts: {
        errors: { canary: [{ pod: 'canary-a', total: 20, bad: 0 }], stable: [{ pod: 'stable-a', total: 180, bad: 2 }] },
      },
    },
  ]);
});

test('sums what several proxies counted of one pod', () => {
  const of = (proxy: string, total: number, bad: number): CounterSeries => series(proxy, total, bad, { pod: 'a' });
  const [window] = windowsOf(
    at(0, of('proxy-1', 10, 0), of('proxy-2', 5, 0)),
    at(2, of('proxy-1', 14, 1), of('proxy-2', 8, 1)),
  );
  expect(window?.counts['errors']?.stable).toEqual([{ pod: 'a', total: 7, bad: 2 }]);
});

test('takes a counter that is less than it was for a new beginning', () => {
  const windows = windowsOf(
    at(0, series('stable-a', 1000, 7)),
    at(2, series('stable-a', 40, 3)),
    at(4, series('stable-a', 90, 4)),
  );
  expect(windows.map(({ counts }) => counts['errors']?.stable)).toEqual([
    undefined,
    [{ pod: 'stable-a', total: 50, bad: 1 }],
  ]);
});

test('counts nothing twice when a snapshot comes twice, or late', () => {
  const first = at(0, series('stable-a', 100, 0));
  const second = at(2, series('stable-a', 150, 1));
  const third = at(4, series('stable-a', 190, 2));
  const totals = windowsOf(first, second, second, first, third).map(({ requests }) => requests.stable);
  expect(totals).toEqual([50, 40]);
});

test('keeps one of a series that is read twice in one snapshot', () => {
  const [window] = windowsOf(
    at(0, series('stable-a', 100, 0)),
    at(2, series('stable-a', 150, 0), series('stable-a', 149, 0)),
  );
  expect(window?.requests.stable).toBe(50);
});

test('leaves out what a pod counted while it could not be read', () => {
  const windows = windowsOf(
    at(0, series('stable-a', 100, 0), series('stable-b', 100, 0)),
    at(2, series('stable-a', 150, 0)),
    at(4, series('stable-a', 200, 0), series('stable-b', 900, 90)),
    at(6, series('stable-a', 250, 0), series('stable-b', 950, 91)),
  );
  expect(windows.map(({ counts }) => counts['errors']?.stable)).toEqual([
    [{ pod: 'stable-a', total: 50, bad: 0 }],
    [{ pod: 'stable-a', total: 50, bad: 0 }],
    [
      { pod: 'stable-a', total: 50, bad: 0 },
      { pod: 'stable-b', total: 50, bad: 1 },
    ],
  ]);
});

test('makes one longer window of a gap', () => {
  const windows = windowsOf(at(0, series('stable-a', 100, 0)), at(60, series('stable-a', 3100, 6)));
  expect(windows).toMatchObject([{ fromMs: settled, toMs: settled + 60_000, requests: { stable: 3000 } }]);
});

test('takes what can be no counter for not read', () => {
  const broken = [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY].map((value, index) =>
    series(`stable-${index}`, value, 0),
  );
  const sound = series('stable-a', 10, 0);
  const [window] = windowsOf(at(0, ...broken, sound), at(2, ...broken, { ...sound, requests: 12 }));
  expect(window?.requests.stable).toBe(2);
});

test('lets a bad event that was read before its request wait for the next window', () => {
  const windows = windowsOf(
    at(0, series('stable-a', 100, 0)),
    at(2, series('stable-a', 101, 2)),
    at(4, series('stable-a', 105, 2)),
  );
  expect(windows.map(({ counts }) => counts['errors']?.stable[0])).toEqual([
    { pod: 'stable-a', total: 1, bad: 1 },
    { pod: 'stable-a', total: 4, bad: 1 },
  ]);
});

test('tells events of a rate by the time for which the pod was observed', () => {
  const restarts = makePlan({ criteria: [makeCriterion({ measure: { kind: 'rate', events: 'restarts_total' } })] });
  const of = (name: string, bad: number): CounterSeries => series(name, 0, bad, { pod: 'a' });
  const first = countWindow(restarts, nothing, at(0, of('reader-1', 3), of('reader-2', 0)), held);
  const { window } = countWindow(restarts, first.baseline, at(2, of('reader-1', 4), of('reader-2', 0)), held);
  expect(window?.counts['errors']?.stable).toEqual([{ pod: 'a', total: 2000, bad: 1 }]);
});

test('makes no window before the settling time is over, while a weight is not held, nor across two weights', () => {
  const count = (atMs: number, baseline: CountBaseline, weight: typeof held | undefined) =>
    countWindow(plan, baseline, { atMs, series: [series('stable-a', atMs, 0)] }, weight);
  const first = count(1000, nothing, held);
  const settling = count(settled - 1, first.baseline, held);
  const across = count(settled + 1999, settling.baseline, held);
  const whole = count(settled + 3999, across.baseline, held);
  const lost = count(settled + 5999, whole.baseline, undefined);
  const again = { ...held, epoch: 4, heldFromMs: settled + 5000 };
  const next = count(2 * settled + 5000, lost.baseline, again);
  const measured = count(2 * settled + 7000, next.baseline, again);
  expect([first, settling, across, whole, lost, next, measured].map(({ window }) => window?.epoch)).toEqual([
    undefined,
    undefined,
    undefined,
    3,
    undefined,
    undefined,
    4,
  ]);
});

test('goes on after a restart as if there had been none', () => {
  const first = countWindow(plan, nothing, at(0, series('stable-a', 100, 2)), held).baseline;
  const restored = JSON.parse(JSON.stringify(first)) as CountBaseline;
  const later = at(30, series('stable-a', 900, 5));
  expect(countWindow(plan, restored, later, held)).toEqual(countWindow(plan, first, later, held));
});

test('never counts more than came, and loses nothing where all could be read', () => {
  const steps = fc.array(
    fc.record({ total: fc.nat(50), bad: fc.nat(60), isRead: fc.boolean(), isReset: fc.boolean() }),
    {
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(steps, (list) => {
      let counter = { total: 5, bad: 0 };
      const came = { total: 0, bad: 0 };
      const snapshots = list.map(({ total, bad, isRead, isReset }, index) => {
        came.total += total;
        came.bad += Math.min(bad, total);
        const begin = isReset ? { total: 0, bad: 0 } : counter;
        counter = { total: begin.total + total, bad: begin.bad + Math.min(bad, total) };
        return isRead ? at(index + 1, series('stable-a', counter.total, counter.bad)) : at(index + 1);
      });
      const pods = windowsOf(at(0, series('stable-a', 5, 0)), ...snapshots).flatMap(
        ({ counts }) => counts['errors']?.stable ?? [],
      );
      const counted = { total: 0, bad: 0 };
      for (const { total, bad } of pods) {
        expect(Number.isSafeInteger(total) && total >= 0 && bad >= 0 && bad <= total).toBe(true);
        counted.total += total;
        counted.bad += bad;
      }
      expect(counted.total <= came.total && counted.bad <= came.bad).toBe(true);
      if (list.every(({ isRead, isReset }) => isRead && !isReset)) expect(counted).toEqual(came);
    }),
    { seed: 6 },
  );
});
