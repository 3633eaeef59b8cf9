import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWindow } from '../../../lib/rollout/evidence/add-window.js';
import { emptyEvidence } from '../../../lib/rollout/evidence/empty-evidence.js';
import type { Evidence } from '../../../lib/rollout/evidence/evidence.js';
import { readEvidence } from '../../../lib/rollout/evidence/read-evidence.js';
import type { MeasuredWindow, PodCount } from '../../../lib/rollout/observation/measured-window.js';
import { makeCriterion, makePlan } from '../../support/rollout/make-plan.js';

const plan = makePlan();

interface Drawn {
  readonly canary: number;
  readonly canaryBad: number;
  readonly stable: readonly (readonly [total: number, bad: number])[];
}

const pods = (...counts: readonly (readonly [total: number, bad: number])[]): readonly PodCount[] =>
  counts.map(([total, bad], index) => ({ pod: String(index), total, bad: Math.min(bad, total) }));

const sumOf = (counts: readonly PodCount[]): number => counts.reduce((sum, { total }) => sum + total, 0);

/** The n-th window of 2 s. */
function windowOf(
  index: number,
  { canary, canaryBad, stable }: Drawn,
  changes: Partial<MeasuredWindow> = {},
): MeasuredWindow {
  const errors = { canary: pods([canary, canaryBad]), stable: pods(...stable) };
  return {
    epoch: 1,
    canaryWeight: 0.1,
    fromMs: index * 2000,
    toMs: (index + 1) * 2000,
    requests: { canary, stable: sumOf(errors.stable) },
    counts: { errors },
    ...changes,
  };
}

const drawn = fc.record({
  canary: fc.nat(30),
  canaryBad: fc.constantFrom(0, 0, 0, 1, 5),
  stable: fc.array(fc.tuple(fc.nat(90), fc.constantFrom(0, 0, 1, 2)), { minLength: 1, maxLength: 4 }),
});

const usual: Drawn = {
  canary: 20,
  canaryBad: 0,
  stable: [
    [90, 1],
    [90, 0],
  ],
};
const bad: Drawn = { ...usual, canaryBad: 10 };

function after(windows: readonly MeasuredWindow[], from: Evidence = emptyEvidence(plan)): Evidence {
  return windows.reduce((evidence, window) => addWindow(plan, evidence, window), from);
}

test('goes on after a restart bit by bit, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 12 }), fc.nat(12), (list, cut) => {
      const windows = list.map((one, index) => windowOf(index, one));
      const restored = JSON.parse(JSON.stringify(after(windows.slice(0, cut)))) as Evidence;
      expect(JSON.stringify(after(windows.slice(cut), restored))).toBe(JSON.stringify(after(windows)));
    }),
    { seed: 6 },
  );
});

test('changes nothing of what it is given', () => {
  const before = after([windowOf(0, usual)]);
  const text = JSON.stringify(before);
  addWindow(plan, before, windowOf(1, bad));
  expect(JSON.stringify(before)).toBe(text);
});

test('is the same in whatever order pods come', () => {
  const turned: Drawn = { ...usual, stable: [...usual.stable].reverse() };
  const [first, second] = [usual, turned].map((one) => after([windowOf(0, usual), windowOf(1, one)]));
  expect(second).toEqual(first);
});

test('stays as small after a thousand windows as after one', () => {
  const long = after(Array.from({ length: 1000 }, (_, index) => windowOf(index, usual)));
  expect(JSON.stringify(long).length).toBeLessThan(3000);
});

test('ignores a window that comes again, late, overlapping, of a weight before, or of another weight under its number', () => {
  const evidence = after([windowOf(0, usual, { epoch: 2 }), windowOf(1, usual, { epoch: 2 })]);
  const refused = [
    windowOf(1, bad, { epoch: 2 }),
    windowOf(0, bad, { epoch: 2 }),
    windowOf(2, bad, { epoch: 2, fromMs: 3000 }),
    windowOf(2, bad, { epoch: 1 }),
    windowOf(2, bad, { epoch: 2, canaryWeight: 0.2 }),
    windowOf(2, bad, { epoch: 2, toMs: 4000 }),
    windowOf(2, bad, { epoch: 2, requests: { canary: -1, stable: 0 } }),
  ];
  for (const window of refused) expect(addWindow(plan, evidence, window)).toBe(evidence);
  expect(addWindow(plan, evidence, windowOf(2, bad, { epoch: 2 }))).not.toBe(evidence);
  // The clock went back with the controller, and a new weight was pushed.
  expect(addWindow(plan, evidence, windowOf(0, bad, { epoch: 3 }))).not.toBe(evidence);
});

test('takes a criterion that was not read, or cannot have been, for nothing known', () => {
  const evidence = after([windowOf(0, usual), windowOf(1, usual)]);
  const impossible = [
    { canary: [{ pod: 'a', total: 3, bad: 4 }], stable: [] },
    { canary: [{ pod: 'a', total: Number.NaN, bad: 0 }], stable: [] },
    { canary: [], stable: [{ pod: 'a', total: -3, bad: 0 }] },
    { canary: [], stable: [{ pod: 'a', total: 1.5, bad: 0 }] },
  ];
  for (const counts of [{}, ...impossible.map((errors) => ({ errors })), { others: { canary: [], stable: [] } }]) {
    const next = addWindow(plan, evidence, windowOf(2, usual, { counts }));
    expect(next.criteria).toEqual(evidence.criteria);
  }
});

test('proves nothing by silence, of nobody and of the canary alone', () => {
  const learned = after([windowOf(0, usual)]);
  const idle: Drawn = { canary: 0, canaryBad: 0, stable: [[0, 0]] };
  const starved: Drawn = { canary: 0, canaryBad: 0, stable: [[90, 1]] };
  for (const silent of [idle, starved]) {
    const evidence = after(
      Array.from({ length: 200 }, (_, index) => windowOf(index + 1, silent)),
      learned,
    );
    const [reading] = readEvidence(plan, evidence).criteria;
    expect(reading).toMatchObject({ logHarm: expect.closeTo(0, 12) as number, isProven: false, provenExcess: 1 });
  }
});

test('finds a canary that its weight does not reach within nine requests for each that was due, and takes idleness for nothing', () => {
  const starved = (index: number, stable: number, weight: number): MeasuredWindow =>
    windowOf(index, { canary: 0, canaryBad: 0, stable: [[stable, 0]] }, { canaryWeight: weight });
  for (const weight of [0.01, 0.05, 0.5]) {
    const windows = Array.from({ length: 20 }, (_, index) => starved(index, Math.ceil(9 / weight / 10), weight));
    const until = windows.findIndex((_, index) => readEvidence(plan, after(windows.slice(0, index + 1))).isNotRouted);
    expect(until).toBeGreaterThan(3);
    expect(until).toBeLessThan(10);
  }
  const idle = Array.from({ length: 100 }, (_, index) => starved(index, 0, 0.5));
  expect(readEvidence(plan, after(idle)).isNotRouted).toBe(false);
});

test('finds a route to the canary that is lost after long health', () => {
  const windows = Array.from({ length: 160 }, (_, index) =>
    windowOf(index, { ...usual, canary: index < 100 ? 20 : 0 }, { canaryWeight: 0.1 }),
  );
  expect(readEvidence(plan, after(windows.slice(0, 100))).isNotRouted).toBe(false);
  expect(readEvidence(plan, after(windows.slice(0, 103))).isNotRouted).toBe(true);
});

test('takes no more than the weight for well routed, because callers that keep their version may bring more', () => {
  const windows = Array.from({ length: 50 }, (_, index) => windowOf(index, { ...usual, canary: 80 }));
  expect(readEvidence(plan, after(windows)).isNotRouted).toBe(false);
});

test('keeps harm that was proven once, whoever looked when', () => {
  const harm = after(Array.from({ length: 12 }, (_, index) => windowOf(index, index < 2 ? usual : bad)));
  expect(readEvidence(plan, harm).harmful).toEqual(['errors']);
  const later = after(
    Array.from({ length: 400 }, (_, index) => windowOf(index + 12, usual)),
    harm,
  );
  expect(readEvidence(plan, later).harmful).toEqual(['errors']);
});

test('lets no single window prove harm while nobody knows whether errors come in clumps', () => {
  const evidence = after([
    windowOf(0, { ...usual, stable: [[180, 0]] }),
    windowOf(1, { ...usual, canary: 20, canaryBad: 20 }),
  ]);
  expect(readEvidence(plan, evidence).harmful).toEqual([]);
});

test('proves soundness for promotion only by windows at half of the last weight or more', () => {
  const asked = makePlan({ strategy: { kind: 'paced', first: 0.01, most: 0.4 } });
  const read = (canaryWeight: number): boolean => {
    const windows = Array.from({ length: 150 }, (_, index) =>
      windowOf(index, { ...usual, canary: 100 }, { canaryWeight }),
    );
    const evidence = windows.reduce((sum, window) => addWindow(asked, sum, window), emptyEvidence(asked));
    return readEvidence(asked, evidence).isProven;
  };
  expect([0.19, 0.2, 0.4].map(read)).toEqual([false, true, true]);
});

test('proves nothing for promotion where there is no gate', () => {
  const guarded = makePlan({ criteria: [makeCriterion({ role: 'guard' })] });
  expect(readEvidence(guarded, emptyEvidence(guarded)).isProven).toBe(false);
});

test('allows no higher weight after the weight has more than doubled until the new load has proven it too', () => {
  const at = (from: number, count: number, canaryWeight: number, epoch: number): readonly MeasuredWindow[] =>
    Array.from({ length: count }, (_, index) =>
      windowOf(from + index, { ...usual, canary: 20 }, { canaryWeight, epoch }),
    );
  const first = after(at(0, 60, 0.01, 1));
  const ceiling = readEvidence(plan, first).weightCeiling;
  expect(ceiling).toBeGreaterThan(0.1);
  const doubled = after(at(60, 1, 0.02, 2), first);
  expect(readEvidence(plan, doubled).weightCeiling).toBeGreaterThanOrEqual(ceiling);
  const more = after(at(61, 1, 0.04, 3), doubled);
  expect(readEvidence(plan, more).weightCeiling).toBe(0.04);
  expect(readEvidence(plan, after(at(62, 60, 0.04, 3), more)).weightCeiling).toBeGreaterThan(0.1);
});

test('divides the chance of a false rollback by the shares of the criteria', () => {
  const shared = makePlan({
    criteria: [makeCriterion({ name: 'errors', errorShare: 0.75 }), makeCriterion({ name: 'slow', errorShare: 0.25 })],
  });
  const bounds = readEvidence(shared, emptyEvidence(shared)).criteria.map(({ logHarmBound }) =>
    Math.exp(-logHarmBound),
  );
  expect(bounds).toEqual([expect.closeTo(0.0075, 12), expect.closeTo(0.0025, 12)]);
});

test('measures clumps between pods of one window, so that what hits all of them is none', () => {
  const read = (stable: Drawn['stable'] | ((index: number) => Drawn['stable'])): number => {
    const windows = Array.from({ length: 60 }, (_, index) =>
      windowOf(index, { ...usual, stable: typeof stable === 'function' ? stable(index) : stable }),
    );
    return readEvidence(plan, after(windows)).criteria[0]?.dispersion ?? 0;
  };
  const burst = read((index) =>
    index % 2 === 0
      ? [
          [90, 9],
          [90, 9],
        ]
      : [
          [90, 0],
          [90, 0],
        ],
  );
  const clumps = read((index) =>
    index % 2 === 0
      ? [
          [90, 9],
          [90, 0],
        ]
      : [
          [90, 0],
          [90, 9],
        ],
  );
  expect(burst).toBeLessThan(1.1);
  expect(clumps).toBeGreaterThan(9);
});
