import { expect, test } from 'vitest';
import { follow } from '../follow.js';
import type { BackendContract } from './backend-under-test.js';
import { any, at, done, find, instance, instanceOf, putInstance, putService } from './samples.js';
import { startBackend } from './start-backend.js';

/** Several clients of one store. */
export function clientsContract(contract: BackendContract): void {
  const { name, capabilities } = contract;

  test(`${name}: what one client writes another sees`, async () => {
    const { backend, followed, second } = await startBackend(contract);
    const other = follow(second());
    const key = { service: 'cart', id: 'a' };
    const put = instanceOf(await backend.write(putInstance(instance(key))));
    expect(find(await other.until((told) => find(told, key) !== undefined), key)).toEqual(put);
    const drained = instanceOf(
      await second().write({ kind: 'set-instance-status', key, status: 'draining', precondition: at(put.revision) }),
    );
    expect(find(await followed.until((told) => find(told, key)?.status === 'draining'), key)).toEqual(drained);
    done(await backend.write({ kind: 'delete-instance', key, precondition: at(drained.revision) }));
    await other.until((told) => find(told, key) === undefined);
    other.end();
  });

  test(`${name}: of two clients that want to be the first, or change the same revision, one succeeds`, async () => {
    const { backend, second } = await startBackend(contract);
    for (let round = 0; round < 10; round += 1) {
      const key = { service: 'cart', id: `race-${String(round)}` };
      const race = async (precondition: Parameters<typeof putInstance>[1]) => {
        const results = await Promise.all([
          backend.write(putInstance(instance({ ...key, weight: 1 }), precondition)),
          second().write(putInstance(instance({ ...key, weight: 2 }), precondition)),
        ]);
        expect(results.map(({ kind }) => kind).sort()).toEqual(['conflict', 'done']);
        return instanceOf(results.find(({ kind }) => kind === 'done') ?? { kind: 'missing' });
      };
      const first = await race({ precondition: { kind: 'absent' } });
      await race({ precondition: at(first.revision) });
    }
  });

  test(`${name}: a service that one client deletes while another registers an instance is never without its record`, async () => {
    const { backend, followed, second } = await startBackend(contract);
    for (let round = 0; round < 10; round += 1) {
      const service = `s${String(round)}`;
      done(await backend.write(putService(service)));
      const [removed, put] = await Promise.all([
        backend.write({ kind: 'delete-service', name: service, precondition: any }),
        second().write(putInstance(instance({ service, id: 'a' }))),
      ]);
      done(put);
      expect(removed.kind === 'done' || (removed.kind === 'refused' && removed.reason === 'has-instances')).toBe(true);
      const content = await followed.until((told) => find(told, { service, id: 'a' }) !== undefined);
      expect(content.services.has(service)).toBe(true);
    }
  });

  test.runIf(capabilities.requestIds)(`${name}: a request id is done once, whichever client repeats it`, async () => {
    const { backend, second } = await startBackend(contract);
    const write = putInstance(instance({ service: 'cart', id: 'a' }));
    const first = done(await backend.write(write, { requestId: 'wish' }));
    expect(await second().write(write, { requestId: 'wish' })).toEqual(first);
  });

  test.runIf(capabilities.fencing)(
    `${name}: a leader is refused as soon as another client has written with a later token`,
    async () => {
      const { backend, second } = await startBackend(contract);
      done(await backend.write(putService('a'), { fencingToken: 1n }));
      done(await second().write(putService('b'), { fencingToken: 2n }));
      expect(await backend.write(putService('c'), { fencingToken: 1n })).toMatchObject({
        kind: 'refused',
        reason: 'fenced',
      });
    },
  );
}
