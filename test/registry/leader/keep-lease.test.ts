import { expect, test } from 'vitest';
import { keepLease, type LeaseAnswer } from '../../../lib/registry/leader/keep-lease.js';
import { fakeClock } from '../../support/fake-clock.js';

const ttlMs = 9000;

function kept(answer: () => LeaseAnswer | Promise<LeaseAnswer>) {
  const clock = fakeClock();
  const counts = { asked: 0, released: 0 };
  const lease = keepLease({
    ttlMs,
    clock,
    ask: () => {
      counts.asked += 1;
      return Promise.resolve(answer());
    },
    release: () => {
      counts.released += 1;
      return Promise.resolve();
    },
  });
  return { clock, counts, lease };
}

const held = (token: bigint): LeaseAnswer => ({ kind: 'held', fencingToken: token });

test('leads while the store answers, and stops before the store would go on, on the own clock', async () => {
  let answer = held(1n);
  const { clock, lease } = kept(() => answer);
  await clock.advance(0);
  expect(lease.isLeader()).toBe(true);
  await clock.advance(30_000);
  expect(lease.fencingToken()).toBe(1n);
  const heard: boolean[] = [];
  lease.watch((isLeader) => heard.push(isLeader));
  answer = { kind: 'failed' };
  // The last good answer is at most a third of the time old.
  await clock.advance(ttlMs * 0.9 - ttlMs / 3 - 1);
  expect(lease.isLeader()).toBe(true);
  await clock.advance(ttlMs / 3 + 1);
  expect(lease.isLeader()).toBe(false);
  expect(lease.fencingToken()).toBeUndefined();
  expect(heard).toEqual([false]);
});

test('counts from before a request was sent: an answer that comes too late makes no leader', async () => {
  let resolve: (answer: LeaseAnswer) => void = () => undefined;
  const { clock, lease } = kept(() => new Promise((done) => (resolve = done)));
  await clock.advance(ttlMs);
  resolve(held(1n));
  await clock.advance(0);
  expect(lease.isLeader()).toBe(false);
});

test('does not lead any more when it wakes after it stood still for longer than its lease', async () => {
  const { clock, lease } = kept(() => held(1n));
  await clock.advance(0);
  expect(lease.isLeader()).toBe(true);
  let wasLeader: boolean | undefined;
  clock.after(1, () => (wasLeader = lease.isLeader()));
  await clock.standStill(ttlMs);
  expect(wasLeader).toBe(false);
});

test('a jump of the wall clock is nothing to it', async () => {
  const { clock, lease } = kept(() => held(1n));
  await clock.advance(0);
  clock.jump(86_400_000);
  expect(lease.isLeader()).toBe(true);
  clock.jump(-2 * 86_400_000);
  await clock.advance(1000);
  expect(lease.isLeader()).toBe(true);
});

test('steps down at once where another has it, and tells of another leadership as of an end and a beginning', async () => {
  let answer = held(1n);
  const { clock, lease } = kept(() => answer);
  await clock.advance(0);
  const heard: boolean[] = [];
  lease.watch((isLeader) => heard.push(isLeader));
  answer = { kind: 'taken' };
  await clock.advance(ttlMs / 3);
  expect(lease.isLeader()).toBe(false);
  answer = held(5n);
  await clock.advance(ttlMs / 3);
  expect(lease.fencingToken()).toBe(5n);
  answer = held(9n);
  await clock.advance(ttlMs / 3);
  expect(heard).toEqual([false, true, false, true]);
});

test('gives the lease back once, after a request on its way has ended, and asks no more', async () => {
  let resolve: (answer: LeaseAnswer) => void = () => undefined;
  const { clock, counts, lease } = kept(() => new Promise((done) => (resolve = done)));
  const closing = lease.close();
  await clock.advance(0);
  expect(counts.released).toBe(0);
  resolve(held(1n));
  await closing;
  await clock.advance(60_000);
  expect(counts).toEqual({ asked: 1, released: 1 });
  expect(lease.isLeader()).toBe(false);
  expect(clock.timers()).toBe(0);
});
