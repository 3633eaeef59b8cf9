import { expect, test } from 'vitest';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';
import { onceInMemory } from '../../../lib/registry/remote/once.js';
import { putService } from '../../support/registry/contract/samples.js';

const done: RegistryWriteResult = { kind: 'done', isNew: true };

test('does what is repeated with its request id once, also at the same time, and without one each time', async () => {
  const once = onceInMemory();
  let runs = 0;
  const run = (): Promise<RegistryWriteResult> => {
    runs += 1;
    return Promise.resolve(done);
  };
  await Promise.all([once(putService('a'), 'wish', run), once(putService('a'), 'wish', run)]);
  await once(putService('a'), 'wish', run);
  expect(runs).toBe(1);
  await once(putService('a'), undefined, run);
  await once(putService('a'), undefined, run);
  expect(runs).toBe(3);
});

test('refuses the id for another write, whatever the order of its words', async () => {
  const once = onceInMemory();
  const run = (): Promise<RegistryWriteResult> => Promise.resolve(done);
  await once(putService('a', { metadata: { x: '1', y: '2' } }), 'wish', run);
  expect(await once(putService('a', { metadata: { y: '2', x: '1' } }), 'wish', run)).toEqual(done);
  expect(await once(putService('b'), 'wish', run)).toMatchObject({ kind: 'refused', reason: 'request-id' });
});

test('lets what was not done be tried again', async () => {
  const once = onceInMemory();
  const results: RegistryWriteResult[] = [{ kind: 'unavailable', detail: 'away' }, done];
  const run = (): Promise<RegistryWriteResult> => Promise.resolve(results.shift() ?? { kind: 'missing' });
  expect((await once(putService('a'), 'wish', run)).kind).toBe('unavailable');
  expect(await once(putService('a'), 'wish', run)).toEqual(done);
  expect(await once(putService('a'), 'wish', run)).toEqual(done);
});
