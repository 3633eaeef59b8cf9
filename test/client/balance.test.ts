import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Balancer, Candidate } from '../../lib/client/balance/balancer.js';
import { createEjections } from '../../lib/client/balance/create-ejections.js';
import { createLeastRequest } from '../../lib/client/balance/create-least-request.js';
import { createRandom } from '../../lib/client/balance/create-random.js';
import { createRendezvousHash } from '../../lib/client/balance/create-rendezvous-hash.js';
import { createRoundRobin } from '../../lib/client/balance/create-round-robin.js';
import { acceptance } from '../support/binomial-test.js';

const candidates = fc
  .array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 })
  .map((weights) => weights.map((weight, index): Candidate => ({ id: `i${String(index)}`, weight })));

/** The same numbers in each run, evenly spread. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function counts(balancer: Balancer, from: readonly Candidate[], times: number): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (let time = 0; time < times; time++) {
    const id = balancer(from)?.id ?? 'none';
    found[id] = (found[id] ?? 0) + 1;
  }
  return found;
}

test('round robin gives each its exact weight in each round, and never falls behind by more than one turn', () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 3 }), (from, rounds) => {
      const balancer = createRoundRobin();
      const total = from.reduce((sum, { weight }) => sum + weight, 0);
      const found: Record<string, number> = {};
      for (let time = 1; time <= total * rounds; time++) {
        const id = balancer(from)?.id ?? '';
        found[id] = (found[id] ?? 0) + 1;
        for (const one of from) {
          const fair = (time * one.weight) / total;
          expect(Math.abs((found[one.id] ?? 0) - fair)).toBeLessThan(from.length);
        }
      }
      for (const { id, weight } of from) expect(found[id]).toBe(weight * rounds);
    }),
  );
});

test('round robin mixes evenly: nobody is taken twice in a row who has not more than half', () => {
  const balancer = createRoundRobin();
  const from = [
    { id: 'a', weight: 2 },
    { id: 'b', weight: 1 },
    { id: 'c', weight: 1 },
  ];
  const taken = Array.from({ length: 8 }, () => balancer(from)?.id);
  expect(taken).toEqual(['a', 'b', 'c', 'a', 'a', 'b', 'c', 'a']);
});

test('random draws by weight', () => {
  fc.assert(
    fc.property(candidates, fc.integer(), (from, seed) => {
      const found = counts(createRandom(seeded(Math.abs(seed))), from, 1_000);
      const total = from.reduce((sum, { weight }) => sum + weight, 0);
      for (const { id, weight } of from) {
        if (weight === total) continue;
        const { lowest, highest } = acceptance(1_000, weight / total, 1e-12);
        expect(found[id] ?? 0).toBeGreaterThanOrEqual(lowest);
        expect(found[id] ?? 0).toBeLessThanOrEqual(highest);
      }
    }),
    { numRuns: 20 },
  );
});

test('least request takes of two the one with fewer requests for its weight', () => {
  fc.assert(
    fc.property(candidates, fc.array(fc.nat(50), { minLength: 8, maxLength: 8 }), fc.integer(), (from, loads, seed) => {
      const inFlight = (id: string): number => loads[Number(id.slice(1))] ?? 0;
      const busiest = from.toSorted(
        (left, right) => (inFlight(right.id) + 1) / right.weight - (inFlight(left.id) + 1) / left.weight,
      );
      const [worst, second] = busiest;
      const isTie =
        worst !== undefined &&
        second !== undefined &&
        (inFlight(worst.id) + 1) / worst.weight === (inFlight(second.id) + 1) / second.weight;
      const found = counts(createLeastRequest({ random: seeded(Math.abs(seed)), inFlight }), from, 100);
      if (from.length > 1 && !isTie) expect(found[worst?.id ?? '']).toBeUndefined();
    }),
  );
});

test('hashing moves only the keys of who leaves, and only to who comes', () => {
  const keys = Array.from({ length: 200 }, (_, index) => `user-${String(index)}`);
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 20 }), (from, weight) => {
      const hash = createRendezvousHash(createRoundRobin());
      const owner = (among: readonly Candidate[], key: string): string | undefined => hash(among, { key })?.id;
      const more = [...from, { id: 'new', weight }];
      for (const key of keys) {
        const before = owner(from, key);
        expect([before, 'new']).toContain(owner(more, key));
        expect(owner(from.toReversed(), key)).toBe(before);
        const without = from.filter(({ id }) => id !== from[0]?.id);
        if (before !== from[0]?.id) expect(owner(without, key)).toBe(before);
      }
    }),
    { numRuns: 30 },
  );
});

test('hashing gives each the share of its weight of all keys', () => {
  const from = [
    { id: 'light', weight: 1 },
    { id: 'heavy', weight: 3 },
  ];
  const hash = createRendezvousHash(createRoundRobin());
  const trials = 4_000;
  const { lowest, highest } = acceptance(trials, 0.25);
  const light = Array.from({ length: trials }, (_, key) => hash(from, { key: String(key) })?.id).filter(
    (id) => id === 'light',
  ).length;
  expect(light).toBeGreaterThanOrEqual(lowest);
  expect(light).toBeLessThanOrEqual(highest);
});

test('every balancer chooses nobody where there is nobody', () => {
  const balancers = [
    createRoundRobin(),
    createRandom(() => 0.5),
    createLeastRequest({ random: () => 0.5, inFlight: () => 0 }),
    createRendezvousHash(createRoundRobin()),
  ];
  expect(
    balancers.map((balancer) => {
      balancer([], { key: 'a' });
    }),
  ).toEqual([undefined, undefined, undefined, undefined]);
});

test('an instance that fails too often in a row is left alone for a while, and longer the next time', () => {
  let time = 0;
  const ejections = createEjections({ failures: 3, baseMs: 100 }, () => time);
  const all = [{ id: 'a' }, { id: 'b' }];
  const fail = (times: number): void => {
    for (let index = 0; index < times; index++) ejections.noteFailure('a');
  };
  fail(2);
  ejections.noteSuccess('a');
  fail(2);
  expect(ejections.filter(all)).toEqual(all);
  fail(1);
  expect(ejections.filter(all)).toEqual([{ id: 'b' }]);
  time = 100;
  expect(ejections.filter(all)).toEqual(all);
  fail(3);
  time = 299;
  expect(ejections.filter(all)).toEqual([{ id: 'b' }]);
  time = 300;
  expect(ejections.filter(all)).toEqual(all);
});

test('no more than the agreed share of instances is left alone at once', () => {
  const ejections = createEjections({ failures: 1, baseMs: 100, maxPercent: 50 }, () => 0);
  const all = ['a', 'b', 'c'].map((id) => ({ id }));
  for (const { id } of all) ejections.noteFailure(id);
  expect(ejections.filter(all)).toHaveLength(2);
  const never = createEjections({ failures: 1, maxPercent: 0 }, () => 0);
  never.noteFailure('a');
  expect(never.filter(all)).toEqual(all);
});
