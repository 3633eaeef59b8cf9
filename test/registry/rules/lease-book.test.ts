import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaseBook } from '../../../lib/registry/rules/lease-book.js';
import { fakeClock } from '../../support/fake-clock.js';

function started() {
  const clock = fakeClock();
  const over: string[] = [];
  const book = leaseBook<string>({
    clock,
    onOver: (keys) => {
      for (const key of keys) {
        over.push(key);
        book.end(key);
      }
    },
  });
  return { clock, over, book };
}

test('a lease ends on time, in whatever order leases were started', async () => {
  const { clock, over, book } = started();
  book.start('c', 3500);
  book.start('a', 1200);
  book.start('b', 2000);
  await clock.advance(1199);
  expect(over).toEqual([]);
  await clock.advance(1);
  expect(over).toEqual(['a']);
  await clock.advance(800);
  expect(over).toEqual(['a', 'b']);
  await clock.advance(10_000);
  expect(over).toEqual(['a', 'b', 'c']);
  expect(clock.timers()).toBe(0);
});

test('whatever is started, renewed and ended: a lease ends when its last ttl is over, and only then', async () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    ttlMs: fc.integer({ min: 0, max: 5000 }),
    waitMs: fc.nat(2500),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { clock, over, book } = started();
      const ends = new Map<string, number>();
      let now = 0;
      for (const { key, ttlMs, waitMs } of steps) {
        if (ttlMs === 0) book.end(key);
        else book.start(key, ttlMs);
        ends.delete(key);
        if (ttlMs > 0) ends.set(key, now + ttlMs);
        const before = over.length;
        await clock.advance(waitMs);
        now += waitMs;
        const wanted = [...ends].filter(([, end]) => end <= now).map(([one]) => one);
        for (const one of wanted) ends.delete(one);
        expect(over.slice(before).sort()).toEqual(wanted.sort());
      }
    }),
    { numRuns: 60 },
  );
});

test('one that is not ended when its lease is over is told again', async () => {
  const clock = fakeClock();
  let told = 0;
  const book = leaseBook<string>({ clock, onOver: () => (told += 1) });
  book.start('a', 1000);
  await clock.advance(3000);
  expect(told).toBe(3);
  expect(book.isOver('a')).toBe(true);
  book.start('a', 5000);
  expect(book.isOver('a')).toBe(false);
  await clock.advance(4999);
  expect(told).toBe(3);
  book.close();
  expect(clock.timers()).toBe(0);
});

test('a wall clock that jumps, forwards or backwards, ends no lease and keeps none', async () => {
  const { clock, over, book } = started();
  book.start('a', 3000);
  clock.jump(86_400_000 * 365);
  await clock.advance(2999);
  expect(over).toEqual([]);
  clock.jump(-86_400_000 * 3650);
  await clock.advance(1);
  expect(over).toEqual(['a']);
});

test('time in which the process stood still does not count', async () => {
  const { clock, over, book } = started();
  book.start('a', 3000);
  book.start('b', 60_000);
  await clock.advance(1000);
  await clock.standStill(600_000);
  expect(over).toEqual([]);
  await clock.advance(900);
  expect(over).toEqual([]);
  await clock.advance(1100);
  expect(over).toEqual(['a']);
  await clock.advance(57_000);
  expect(over).toEqual(['a', 'b']);
});

test('ten thousand leases are renewed again and again and end once', async () => {
  const { clock, over, book } = started();
  const keys = Array.from({ length: 10_000 }, (_, index) => `k${String(index)}`);
  for (let round = 0; round < 10; round += 1) {
    for (const [index, key] of keys.entries()) book.start(key, 10_000 + (index % 100));
    await clock.advance(3000);
  }
  expect(over).toEqual([]);
  await clock.advance(8000);
  expect(new Set(over).size).toBe(10_000);
  expect(over.length).toBe(10_000);
});
