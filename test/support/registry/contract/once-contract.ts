import { expect, test } from 'vitest';
import type { BackendContract } from './backend-under-test.js';
import { any, done, find, instance, instanceOf, putInstance, putService } from './samples.js';
import { startBackend } from './start-backend.js';

const key = { service: 'cart', id: 'one' };

/** Writes that are repeated, and writes of leaders that lead no more. */
export function onceContract(contract: BackendContract): void {
  const { requestIds, fencing } = contract.capabilities;
  if (requestIds) requestIdContract(contract);
  if (fencing) fencingContract(contract);
}

function requestIdContract(contract: BackendContract): void {
  const { name } = contract;

  test(`${name}: a write that is repeated with its request id is done once and answered as then`, async () => {
    const { backend, followed } = await startBackend(contract);
    const write = putInstance(instance({ ...key, weight: 3 }), { precondition: { kind: 'absent' } });
    const first = done(await backend.write(write, { requestId: 'wish-1' }));
    expect(await backend.write(write, { requestId: 'wish-1' })).toEqual(first);
    const next = instanceOf(await backend.write(putInstance(instance({ ...key, weight: 4 }))));
    expect(await backend.write(write, { requestId: 'wish-1' })).toEqual(first);
    const content = await followed.until((told) => find(told, key)?.weight === 4);
    expect(find(content, key)).toEqual(next);
    const remove = { kind: 'delete-instance', key, precondition: any } as const;
    const removed = done(await backend.write(remove, { requestId: 'wish-2' }));
    expect(await backend.write(remove, { requestId: 'wish-2' })).toEqual(removed);
    await followed.until((told) => find(told, key) === undefined);
  });

  test(`${name}: a wish for a removal that is repeated later is the same wish, one of another time is not`, async () => {
    const { backend } = await startBackend(contract);
    await backend.write(putInstance(instance(key)));
    const drain = (afterMs: number, at: number) =>
      backend.write(
        { kind: 'set-instance-status', key, status: 'draining', removal: { afterMs, at }, precondition: any },
        { requestId: 'wish' },
      );
    const first = done(await drain(5000, 1_900_000_000_000));
    expect(await drain(5000, 1_900_000_000_700)).toEqual(first);
    expect(await drain(6000, 1_900_000_000_700)).toMatchObject({ kind: 'refused', reason: 'request-id' });
  });

  test(`${name}: repeats that come at once are done once`, async () => {
    const { backend } = await startBackend(contract);
    const write = putInstance(instance(key));
    const results = await Promise.all(Array.from({ length: 8 }, () => backend.write(write, { requestId: 'wish' })));
    expect(new Set(results.map((result) => instanceOf(result).revision)).size).toBe(1);
    expect(results.map((result) => done(result).isNew)).toEqual(results.map(() => true));
  });

  test(`${name}: a request id that was used for another write is refused and changes nothing`, async () => {
    const { backend, followed } = await startBackend(contract);
    const { instance: record } = done(await backend.write(putInstance(instance(key)), { requestId: 'wish' }));
    const others = [putInstance(instance({ ...key, weight: 9 })), putService('pay')];
    for (const other of others)
      expect(await backend.write(other, { requestId: 'wish' })).toMatchObject({
        kind: 'refused',
        reason: 'request-id',
      });
    done(await backend.write(putService('last')));
    const content = await followed.until(({ services }) => services.has('last'));
    expect(find(content, key)).toEqual(record);
    expect(content.services.has('pay')).toBe(false);
  });

  test(`${name}: a write that was not done may be tried again with its request id`, async () => {
    const { backend } = await startBackend(contract);
    const options = { requestId: 'wish' };
    const write = putInstance(instance(key), { precondition: { kind: 'present' } });
    expect(await backend.write(write, options)).toEqual({ kind: 'conflict' });
    done(await backend.write(putInstance(instance(key))));
    expect(done(await backend.write(write, options)).isNew).toBe(false);
  });
}

function fencingContract(contract: BackendContract): void {
  const { name } = contract;

  test(`${name}: a leader that another has followed writes no more`, async () => {
    const { backend, followed } = await startBackend(contract);
    done(await backend.write(putInstance(instance({ ...key, weight: 1 })), { fencingToken: 7n }));
    done(await backend.write(putInstance(instance({ ...key, weight: 2 })), { fencingToken: 7n }));
    done(await backend.write(putInstance(instance({ ...key, weight: 3 })), { fencingToken: 20n }));
    const late = [
      putInstance(instance({ ...key, weight: 4 })),
      { kind: 'delete-instance', key, precondition: any } as const,
    ];
    for (const write of late)
      expect(await backend.write(write, { fencingToken: 8n })).toMatchObject({ kind: 'refused', reason: 'fenced' });
    done(await backend.write(putInstance(instance({ ...key, weight: 5 }))));
    done(
      await backend.write(putInstance(instance({ ...key, weight: 6 })), { fencingToken: 18_446_744_073_709_551_615n }),
    );
    expect(await backend.write(putService('x'), { fencingToken: 18_446_744_073_709_551_614n })).toMatchObject({
      kind: 'refused',
    });
    const content = await followed.until((told) => find(told, key)?.weight === 6);
    expect(content.services.has('x')).toBe(false);
  });
}
