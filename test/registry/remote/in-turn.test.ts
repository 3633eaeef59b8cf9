import { expect, test } from 'vitest';
import { inTurn } from '../../../lib/registry/remote/in-turn.js';

test('runs work on one thing in order, also after a failure, and on another meanwhile', async () => {
  const turns = inTurn();
  const log: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const first = turns('a', async () => {
    await gate;
    log.push('a1');
    throw new Error('failed');
  });
  const second = turns('a', () => Promise.resolve(log.push('a2')));
  await turns('b', () => Promise.resolve(log.push('b')));
  expect(log).toEqual(['b']);
  open();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(log).toEqual(['b', 'a1', 'a2']);
});
