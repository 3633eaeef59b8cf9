import { expect, test } from 'vitest';
import type { BackendContract } from './backend-under-test.js';
import { done, find, instance, instanceOf, putInstance } from './samples.js';
import { startBackend, type StartedBackend } from './start-backend.js';

const key = { service: 'cart', id: 'leased' };
const ttlMs = 3000;

/** Leases, in a store that ends them itself. */
export function leaseContract(contract: BackendContract): void {
  const { name } = contract;
  const expiryMs = contract.capabilities.expiryMs ?? 10_000;

  const expires = async ({ advance, followed }: StartedBackend): Promise<void> => {
    const end = ttlMs + expiryMs;
    for (let waited = 0; waited < end && find(followed.content(), key) !== undefined; waited += 250) await advance(250);
    await followed.until((told) => find(told, key) === undefined, 1000);
  };

  test(`${name}: an instance goes when nobody renews it, and only it`, async () => {
    const started = await startBackend(contract);
    const { backend, followed } = started;
    done(await backend.write(putInstance(instance({ ...key, ttlMs }))));
    done(await backend.write(putInstance(instance({ service: 'cart', id: 'forever' }))));
    done(await backend.write(putInstance(instance({ service: 'cart', id: 'longer', ttlMs: 600_000 }))));
    await followed.until((told) => told.instances.get('cart')?.size === 3);
    await expires(started);
    expect([...(followed.content().instances.get('cart')?.keys() ?? [])].sort()).toEqual(['forever', 'longer']);
    expect(followed.content().services.has('cart')).toBe(true);
  });

  test(`${name}: renewals keep an instance, and end with it: one that has gone is missing`, async () => {
    const started = await startBackend(contract);
    const { backend, followed, advance } = started;
    const { revision } = instanceOf(await backend.write(putInstance(instance({ ...key, ttlMs }))));
    await followed.until((told) => find(told, key) !== undefined);
    for (let round = 0; round < 5; round += 1) {
      await advance(ttlMs / 3);
      expect(instanceOf(await backend.write({ kind: 'renew-instance', key })).revision).toBe(revision);
    }
    expect(find(followed.content(), key)?.revision).toBe(revision);
    await expires(started);
    expect(await backend.write({ kind: 'renew-instance', key })).toEqual({ kind: 'missing' });
    const again = instanceOf(
      await backend.write(putInstance(instance({ ...key, ttlMs }), { precondition: { kind: 'absent' } })),
    );
    expect(again.revision).not.toBe(revision);
  });

  test(`${name}: a put starts the lease anew, and without a ttl ends it`, async () => {
    const { backend, followed, advance } = await startBackend(contract);
    const kept = { service: 'cart', id: 'kept' };
    done(await backend.write(putInstance(instance({ ...kept, ttlMs }))));
    done(await backend.write(putInstance(instance({ ...key, ttlMs }))));
    done(await backend.write(putInstance(instance(kept))));
    for (let round = 0; round < 5; round += 1) {
      await advance(ttlMs / 3);
      done(await backend.write(putInstance(instance({ ...key, ttlMs }))));
    }
    await followed.until((told) => told.instances.get('cart')?.size === 2);
    expect(find(followed.content(), kept)).toBeDefined();
  });

  test(`${name}: a change of status does not renew`, async () => {
    const started = await startBackend(contract);
    const { backend, followed, advance } = started;
    done(await backend.write(putInstance(instance({ ...key, ttlMs }))));
    await followed.until((told) => find(told, key) !== undefined);
    const end = ttlMs + expiryMs;
    for (let waited = 0; waited < end && find(followed.content(), key) !== undefined; waited += 250) {
      const status = (waited / 250) % 2 === 0 ? 'unhealthy' : 'healthy';
      await backend.write({ kind: 'set-instance-status', key, status, precondition: { kind: 'any' } });
      await advance(250);
    }
    await followed.until((told) => find(told, key) === undefined, 1000);
  });
}
