import { expect, test } from 'vitest';
import type { Precondition } from '../../../../lib/registry/model/registry-write.js';
import { instance, any, at, done, find, instanceOf, putInstance, putService, serviceRevision } from './samples.js';
import type { BackendContract } from './backend-under-test.js';
import { startBackend } from './start-backend.js';

const key = { service: 'cart', id: 'one' };

/** What writes do to records. */
export function recordContract(contract: BackendContract): void {
  const { name } = contract;

  test(`${name}: a service that is put is there with what was said of it, and gone once it is deleted`, async () => {
    const { backend, followed } = await startBackend(contract);
    const metadata = { team: 'shop', 'example.com/tier': 'gold' };
    const first = done(await backend.write(putService('cart', { metadata })));
    expect(first).toMatchObject({ isNew: true, service: { name: 'cart', metadata } });
    await followed.until(({ services }) => services.get('cart')?.metadata['team'] === 'shop');
    const again = done(await backend.write(putService('cart', { metadata: { team: 'pay' } })));
    expect(again).toMatchObject({ isNew: false, service: { metadata: { team: 'pay' } } });
    const content = await followed.until(({ services }) => services.get('cart')?.metadata['team'] === 'pay');
    expect(content.services.get('cart')).toEqual(again.service);
    expect(done(await backend.write({ kind: 'delete-service', name: 'cart', precondition: any })).service).toBe(
      undefined,
    );
    await followed.until(({ services }) => !services.has('cart'));
  });

  test(`${name}: an instance that is put is there with all that was said of it, and gone once it is deleted`, async () => {
    const { backend, followed } = await startBackend(contract);
    const description = instance({
      ...key,
      address: '2001:db8::7',
      ports: { http: 8080, admin: 9901 },
      version: 'v2',
      region: 'eu-1',
      zone: 'eu-1a',
      weight: 250,
      metadata: { rack: '7', note: 'grün & "new", 100%' },
      ttlMs: 86_400_000,
      healthCheck: { kind: 'http', port: 'admin', path: '/ready?full=1', intervalMs: 3_600_000 },
    });
    const result = done(await backend.write(putInstance(description, { status: 'healthy' })));
    expect(result.isNew).toBe(true);
    expect(result.instance).toEqual({ ...description, status: 'healthy', revision: result.instance?.revision });
    const content = await followed.until((told) => find(told, key) !== undefined);
    expect(find(content, key)).toEqual(result.instance);
    const removed = done(await backend.write({ kind: 'delete-instance', key, precondition: any }));
    expect(removed.instance).toBe(undefined);
    await followed.until((told) => find(told, key) === undefined);
  });

  test(`${name}: an instance that is put again is replaced whole`, async () => {
    const { backend, followed } = await startBackend(contract);
    const rich = instance({ ...key, version: 'v1', zone: 'a', metadata: { a: '1' }, ports: { http: 1, admin: 2 } });
    await backend.write(putInstance(rich));
    const plain = instance({ ...key, address: '10.0.0.9', ports: { http: 3 }, weight: 7 });
    const result = done(await backend.write(putInstance(plain)));
    expect(result).toEqual({
      kind: 'done',
      isNew: false,
      instance: { ...plain, status: 'healthy', revision: result.instance?.revision },
    });
    const content = await followed.until((told) => find(told, key)?.weight === 7);
    expect(find(content, key)).toEqual(result.instance);
  });

  test(`${name}: the largest record that the rules allow comes back as it was`, async () => {
    const { backend, followed } = await startBackend(contract);
    const metadata = Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [
        `k${String(index)}`.padEnd(63, 'x'),
        `${String(index)} `.padEnd(256, 'y'),
      ]),
    );
    const service = 's'.repeat(63);
    const large = instance({ service, id: 'i'.repeat(128), metadata, weight: 10_000, ports: { http: 65_535 } });
    const result = instanceOf(await backend.write(putInstance(large)));
    expect(result).toEqual({ ...large, status: 'healthy', revision: result.revision });
    const content = await followed.until((told) => find(told, large) !== undefined);
    expect(find(content, large)).toEqual(result);
  });

  test(`${name}: ids that differ in case, or look like parts of names, are different instances`, async () => {
    const { backend, followed } = await startBackend(contract);
    const ids = ['a', 'A', 'a.b', 'a-b', 'a_b', 'a__b', '-', '..', '0', '__proto__', 'constructor'];
    for (const [index, id] of ids.entries())
      done(await backend.write(putInstance(instance({ service: 'cart', id, weight: index + 1 }))));
    const content = await followed.until((told) => told.instances.get('cart')?.size === ids.length);
    expect(ids.map((id) => find(content, { service: 'cart', id })?.weight)).toEqual(ids.map((_, index) => index + 1));
  });

  test(`${name}: an instance of a service that is not known makes its record, which outlives it`, async () => {
    const { backend, followed } = await startBackend(contract);
    done(await backend.write(putInstance(instance(key))));
    const content = await followed.until((told) => find(told, key) !== undefined);
    expect(content.services.get('cart')).toMatchObject({ name: 'cart', metadata: {} });
    done(await backend.write({ kind: 'delete-instance', key, precondition: any }));
    const after = await followed.until((told) => find(told, key) === undefined);
    expect(after.services.has('cart')).toBe(true);
  });

  test(`${name}: the record of a service keeps what was said of it when instances come`, async () => {
    const { backend, followed } = await startBackend(contract);
    const { service } = done(await backend.write(putService('cart', { metadata: { team: 'shop' } })));
    done(await backend.write(putInstance(instance(key))));
    const content = await followed.until((told) => find(told, key) !== undefined);
    expect(content.services.get('cart')).toEqual(service);
  });

  test(`${name}: a service with instances is not deleted`, async () => {
    const { backend, followed } = await startBackend(contract);
    done(await backend.write(putInstance(instance(key))));
    const remove = { kind: 'delete-service', name: 'cart', precondition: any } as const;
    expect(await backend.write(remove)).toMatchObject({ kind: 'refused', reason: 'has-instances' });
    await followed.until(({ services, instances }) => services.has('cart') && instances.get('cart')?.size === 1);
    done(await backend.write({ kind: 'delete-instance', key, precondition: any }));
    done(await backend.write(remove));
    await followed.until(({ services }) => !services.has('cart'));
  });

  test(`${name}: what is not there is missing to deletes, changes of status and renewals`, async () => {
    const { backend, followed } = await startBackend(contract);
    const before = await followed.until(() => true);
    const writes = [
      { kind: 'delete-service', name: 'cart', precondition: any },
      { kind: 'delete-service', name: 'cart', precondition: at('1') },
      { kind: 'delete-instance', key, precondition: any },
      { kind: 'delete-instance', key, precondition: { kind: 'present' } },
      { kind: 'set-instance-status', key, status: 'draining', precondition: any },
      { kind: 'set-instance-status', key, status: 'healthy', precondition: at('1') },
      { kind: 'renew-instance', key },
    ] as const;
    for (const write of writes) expect(await backend.write(write), JSON.stringify(write)).toEqual({ kind: 'missing' });
    expect(followed.content().services).toEqual(before.services);
    expect(followed.content().instances).toEqual(before.instances);
  });

  test(`${name}: a put with a precondition is done only where it holds, and else says what there is`, async () => {
    const { backend, followed } = await startBackend(contract);
    const put = (weight: number, precondition: Precondition) =>
      backend.write(putInstance(instance({ ...key, weight }), { precondition }));
    expect(await put(1, { kind: 'present' })).toEqual({ kind: 'conflict' });
    expect(await put(1, at('no-such-revision'))).toEqual({ kind: 'conflict' });
    const first = instanceOf(await put(2, { kind: 'absent' }));
    expect(await put(3, { kind: 'absent' })).toEqual({ kind: 'conflict', revision: first.revision });
    const second = instanceOf(await put(4, { kind: 'present' }));
    expect(await put(5, at(first.revision))).toEqual({ kind: 'conflict', revision: second.revision });
    const third = instanceOf(await put(6, at(second.revision)));
    const content = await followed.until((told) => find(told, key)?.weight === 6);
    expect(find(content, key)).toEqual(third);
    expect(followed.events.map((event) => event.kind === 'content' && find(event.content, key)?.weight)).not.toContain(
      3,
    );
  });

  test(`${name}: preconditions hold for services as for instances`, async () => {
    const { backend, followed } = await startBackend(contract);
    expect(await backend.write(putService('cart', { precondition: { kind: 'present' } }))).toEqual({
      kind: 'conflict',
    });
    const made = serviceRevision(await backend.write(putService('cart', { precondition: { kind: 'absent' } })));
    expect(await backend.write(putService('cart', { precondition: { kind: 'absent' } }))).toEqual({
      kind: 'conflict',
      revision: made,
    });
    const metadata = { a: 'b' };
    const next = serviceRevision(await backend.write(putService('cart', { metadata, precondition: at(made) })));
    const remove = (revision: string) =>
      backend.write({ kind: 'delete-service', name: 'cart', precondition: at(revision) });
    expect(await remove(made)).toEqual({ kind: 'conflict', revision: next });
    await followed.until(({ services }) => services.get('cart')?.metadata['a'] === 'b');
    done(await remove(next));
    await followed.until(({ services }) => !services.has('cart'));
  });

  test(`${name}: deletes and changes of status happen only where their precondition holds`, async () => {
    const { backend, followed } = await startBackend(contract);
    const { revision } = instanceOf(await backend.write(putInstance(instance(key))));
    const conflict = { kind: 'conflict', revision };
    for (const precondition of [at(`${revision}x`), { kind: 'absent' }] as const) {
      expect(await backend.write({ kind: 'delete-instance', key, precondition })).toEqual(conflict);
      expect(await backend.write({ kind: 'set-instance-status', key, status: 'draining', precondition })).toEqual(
        conflict,
      );
    }
    const next = instanceOf(
      await backend.write({ kind: 'set-instance-status', key, status: 'draining', precondition: at(revision) }),
    );
    expect(next).toEqual({ ...instance(key), status: 'draining', revision: next.revision });
    expect(next.revision).not.toBe(revision);
    const content = await followed.until((told) => find(told, key)?.status === 'draining');
    expect(find(content, key)).toEqual(next);
    done(await backend.write({ kind: 'delete-instance', key, precondition: at(next.revision) }));
    await followed.until((told) => find(told, key) === undefined);
  });

  test(`${name}: no revision comes twice, not even after a record was deleted`, async () => {
    const { backend } = await startBackend(contract);
    const seen: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      seen.push(instanceOf(await backend.write(putInstance(instance(key)))).revision);
      seen.push(instanceOf(await backend.write(putInstance(instance(key)))).revision);
      done(await backend.write({ kind: 'delete-instance', key, precondition: any }));
    }
    expect(new Set(seen).size).toBe(seen.length);
    const services: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      services.push(serviceRevision(await backend.write(putService('pay'))));
      services.push(serviceRevision(await backend.write(putService('pay'))));
      done(await backend.write({ kind: 'delete-service', name: 'pay', precondition: any }));
    }
    expect(new Set(services).size).toBe(services.length);
  });

  test(`${name}: a new instance is healthy, or unhealthy while a health check has yet to ask it, or what is said`, async () => {
    const { backend } = await startBackend(contract);
    const healthCheck = { kind: 'tcp', port: 'http', intervalMs: 3_600_000 } as const;
    const status = async (id: string, parts: object, said: object = {}) =>
      instanceOf(await backend.write(putInstance(instance({ service: 'cart', id, ...parts }), said))).status;
    expect(await status('plain', {})).toBe('healthy');
    expect(await status('checked', { healthCheck })).toBe('unhealthy');
    expect(await status('said', { healthCheck }, { status: 'healthy' })).toBe('healthy');
    expect(await status('leaving', {}, { status: 'draining' })).toBe('draining');
  });

  test(`${name}: an instance that is put again keeps its status, but draining ends`, async () => {
    const { backend } = await startBackend(contract);
    const put = async (parts: object = {}, said: object = {}) =>
      instanceOf(await backend.write(putInstance(instance({ ...key, ...parts }), said))).status;
    const set = (status: 'healthy' | 'unhealthy' | 'draining') =>
      backend.write({ kind: 'set-instance-status', key, status, precondition: any });
    await put();
    await set('unhealthy');
    expect(await put()).toBe('unhealthy');
    await set('draining');
    expect(await put()).toBe('healthy');
    await set('draining');
    expect(await put({ healthCheck: { kind: 'tcp', port: 'http', intervalMs: 3_600_000 } })).toBe('unhealthy');
    expect(await put({}, { status: 'healthy' })).toBe('healthy');
  });

  test(`${name}: an instance that drains keeps when it is to be removed, until it is said anew how it is`, async () => {
    const { backend, followed } = await startBackend(contract);
    const removal = { afterMs: 60_000, at: 1_900_000_000_000 };
    const set = async (status: 'healthy' | 'draining', parts: object = {}) =>
      instanceOf(await backend.write({ kind: 'set-instance-status', key, status, precondition: any, ...parts }));
    await backend.write(putInstance(instance({ ...key, ttlMs: 86_400_000 })));
    const drained = await set('draining', { removal });
    expect(drained.removeAt).toBe(removal.at);
    const content = await followed.until((told) => find(told, key)?.status === 'draining');
    expect(find(content, key)).toEqual(drained);
    await backend.write({ kind: 'renew-instance', key });
    const patched = instanceOf(await backend.write(putInstance(instance(key), { status: 'draining' })));
    expect(patched.removeAt).toBe(removal.at);
    expect(await set('draining')).not.toHaveProperty('removeAt');
    await set('draining', { removal });
    expect(instanceOf(await backend.write(putInstance(instance(key))))).not.toHaveProperty('removeAt');
    await set('draining', { removal });
    expect(await set('healthy', { removal })).not.toHaveProperty('removeAt');
  });

  test(`${name}: a renewal changes nothing that is seen`, async () => {
    const { backend, followed } = await startBackend(contract);
    const record = instanceOf(await backend.write(putInstance(instance({ ...key, ttlMs: 60_000 }))));
    await backend.write(putInstance(instance({ service: 'cart', id: 'forever' })));
    expect(await backend.write({ kind: 'renew-instance', key })).toEqual({
      kind: 'done',
      instance: record,
      isNew: false,
    });
    expect(done(await backend.write({ kind: 'renew-instance', key: { service: 'cart', id: 'forever' } })).isNew).toBe(
      false,
    );
    const content = await followed.until((told) => told.instances.get('cart')?.size === 2);
    expect(find(content, key)).toEqual(record);
  });
}
