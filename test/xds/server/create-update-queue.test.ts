import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUpdateQueue, type UpdateQueue } from '../../../lib/xds/server/create-update-queue.js';

const sliceSize = 4;

interface Bench {
  readonly queue: UpdateQueue<string>;
  /** Streams in the order in which they were brought up to date. */
  readonly updated: string[];
  /** Gives the network a turn; false when the queue does not ask for one. */
  readonly turn: () => boolean;
}

function bench(): Bench {
  const updated: string[] = [];
  const deferred: (() => void)[] = [];
  const queue = createUpdateQueue<string>({
    update: (_, stream) => void updated.push(stream),
    defer: (work) => void deferred.push(work),
    sliceSize,
  });
  return {
    queue,
    updated,
    turn: () => {
      const work = deferred.shift();
      work?.();
      expect(deferred.length).toBeLessThanOrEqual(1);
      return work !== undefined;
    },
  };
}

const streams = (group: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${group}${String(index)}`);

test('few streams are served at once, and many in slices between which the network has its turn', () => {
  const { queue, updated, turn } = bench();
  queue.add('few', streams('few', 3));
  expect(updated).toHaveLength(3);
  queue.add('many', streams('many', 10));
  expect(updated).toHaveLength(sliceSize);
  turn();
  expect(updated).toHaveLength(2 * sliceSize);
});

test('says whether anyone waits still', () => {
  const { queue, turn } = bench();
  expect(queue.isEmpty()).toBe(true);
  queue.add('many', streams('many', 2 * sliceSize));
  expect(queue.isEmpty()).toBe(false);
  turn();
  expect(queue.isEmpty()).toBe(true);
});

test('a change that concerns few does not wait for one before it that concerns all', () => {
  const { queue, updated, turn } = bench();
  for (const group of streams('all', 1_000)) queue.add(group, streams(`${group}-`, 1));
  queue.add('few', streams('few', sliceSize / 2));
  turn();
  expect(updated).toEqual(expect.arrayContaining([...streams('few', sliceSize / 2)]));
});

test('what waits longest is served too, however often others change', () => {
  const { queue, updated, turn } = bench();
  queue.add('old', streams('old', 10));
  for (let round = 0; round < 10; round++) {
    queue.add(`new${String(round)}`, streams(`new${String(round)}-`, 10));
    turn();
  }
  expect(updated).toEqual(expect.arrayContaining([...streams('old', 10)]));
});

test('a group that changes again and again reaches all its streams', () => {
  const { queue, updated, turn } = bench();
  for (let round = 0; round < 3; round++) {
    queue.add('one', streams('one', 10));
    turn();
  }
  expect(new Set(updated)).toEqual(new Set(streams('one', 10)));
});

test('who has left is not served any more', () => {
  const { queue, updated, turn } = bench();
  queue.add('one', streams('one', 10));
  queue.remove('one', 'one9');
  queue.add('two', streams('two', 10));
  queue.removeGroup('two');
  while (turn());
  expect(new Set(updated)).toEqual(new Set(streams('one', 9)));
});

test('whatever the order of changes and turns, all who wait are served once in the end, and the queue comes to rest', () => {
  const add = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat({ max: 9 }));
  fc.assert(
    fc.property(fc.array(fc.oneof(add, fc.constant('turn' as const))), (moves) => {
      const { queue, updated, turn } = bench();
      const waiting = new Set<string>();
      let seen = 0;
      const settle = (): void => {
        for (const stream of updated.slice(seen)) expect(waiting.delete(stream)).toBe(true);
        seen = updated.length;
      };
      for (const move of moves) {
        if (move === 'turn') turn();
        else {
          const added = streams(move[0], move[1]);
          for (const stream of added) waiting.add(stream);
          queue.add(move[0], added);
        }
        settle();
      }
      while (turn());
      settle();
      expect([...waiting]).toEqual([]);
    }),
  );
});
