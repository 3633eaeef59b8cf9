import { expect, test } from 'vitest';
import { createRegistry } from '../../lib/registry/merged-registry.js';
import { staticBackend } from '../../lib/registry/static/static-backend.js';
import {
  any,
  at,
  done,
  find,
  instance,
  instanceOf,
  putInstance,
  putService,
} from '../support/registry/contract/samples.js';
import { fakeClock } from '../support/fake-clock.js';
import { scriptedBackend } from '../support/registry/scripted-backend.js';

const key = { service: 'cart', id: 'a' };

test('of two records with one key the one of the earlier backend counts', async () => {
  const written = staticBackend({
    services: [{ name: 'cart', metadata: { from: 'static' } }],
    instances: [instance({ ...key, weight: 7 })],
  });
  const own = scriptedBackend('own');
  await own.write(putService('cart', { metadata: { from: 'own' } }));
  await own.write(putInstance(instance({ ...key, weight: 1 })));
  await own.write(putInstance(instance({ service: 'cart', id: 'b', weight: 2 })));
  await own.write(putInstance(instance({ service: 'pay', id: 'c', weight: 3 })));
  const first = createRegistry([written, own], fakeClock());
  expect(find(first.content(), key)?.weight).toBe(7);
  expect(first.content().services.get('cart')?.metadata).toEqual({ from: 'static' });
  expect([...(first.content().instances.get('cart')?.keys() ?? [])].sort()).toEqual(['a', 'b']);
  expect([...first.content().services.keys()].sort()).toEqual(['cart', 'pay']);
  const second = createRegistry([own, written], fakeClock());
  expect(find(second.content(), key)?.weight).toBe(1);
  expect(second.content().services.get('cart')?.metadata).toEqual({ from: 'own' });
});

test('what an earlier backend drops the later one shows', () => {
  const early = staticBackend({ instances: [instance({ ...key, weight: 7 })] });
  const late = staticBackend({ instances: [instance({ ...key, weight: 1 })] });
  const registry = createRegistry([early, late], fakeClock());
  expect(find(registry.content(), key)?.weight).toBe(7);
  early.replace({ instances: [] });
  expect(find(registry.content(), key)?.weight).toBe(1);
});

test('content shares what did not change, and is the same object while nothing does', async () => {
  const written = staticBackend({ instances: [instance(key), instance({ service: 'pay', id: 'p' })] });
  const own = scriptedBackend('own');
  const registry = createRegistry([written, own], fakeClock());
  await registry.write(putInstance(instance({ service: 'cart', id: 'b' })));
  const before = registry.content();
  expect(registry.content()).toBe(before);
  await registry.write(putInstance(instance({ service: 'ship', id: 's' })));
  const after = registry.content();
  expect(after.instances.get('cart')).toBe(before.instances.get('cart'));
  expect(after.instances.get('pay')).toBe(before.instances.get('pay'));
  expect(before.services.has('ship')).toBe(false);
  await registry.write({ kind: 'delete-instance', key: { service: 'ship', id: 's' }, precondition: any });
  expect(registry.content().services).toBe(after.services);
});

test('writes go to the first backend that takes them', async () => {
  const written = staticBackend({ instances: [] });
  const [first, second] = [scriptedBackend('first'), scriptedBackend('second')];
  const registry = createRegistry([written, first, second], fakeClock());
  done(await registry.write(putInstance(instance(key))));
  expect(find(first.now(), key)).toBeDefined();
  expect(find(second.now(), key)).toBe(undefined);
  expect(registry.backends()).toEqual([
    { kind: 'static', canWrite: false },
    { kind: 'first', canWrite: true },
    { kind: 'second', canWrite: true },
  ]);
});

test('what another backend holds is refused as read-only, and nothing changes', async () => {
  const written = staticBackend({ instances: [instance(key)] });
  const own = scriptedBackend('own');
  const registry = createRegistry([own, written], fakeClock());
  const before = registry.content();
  for (const write of [
    putInstance(instance(key)),
    putService('cart'),
    { kind: 'delete-instance', key, precondition: any },
    { kind: 'set-instance-status', key, status: 'draining', precondition: any },
    { kind: 'renew-instance', key },
    { kind: 'delete-service', name: 'cart', precondition: any },
  ] as const)
    expect(await registry.write(write), write.kind).toMatchObject({ kind: 'refused', reason: 'read-only' });
  expect(registry.content()).toBe(before);
  done(await registry.write(putInstance(instance({ service: 'cart', id: 'of-our-own' }))));
  const alone = createRegistry([written], fakeClock());
  expect(await alone.write(putService('new'))).toMatchObject({ kind: 'refused', reason: 'read-only' });
});

test('listeners are called after each change and none before, until they end', async () => {
  const own = scriptedBackend('own');
  const registry = createRegistry([own], fakeClock());
  const seen: number[] = [];
  const end = registry.watch(() => seen.push(registry.content().services.size));
  expect(seen).toEqual([]);
  await registry.write(putService('a'));
  await registry.write(putService('b'));
  expect(seen).toEqual([1, 2]);
  end();
  await registry.write(putService('c'));
  expect(seen).toEqual([1, 2]);
});

test('a backend that is stale says so and keeps what it told, until it tells again', () => {
  const [a, b] = [scriptedBackend('a'), staticBackend({ instances: [instance(key)] })];
  const registry = createRegistry([a, b], fakeClock());
  let calls = 0;
  registry.watch(() => (calls += 1));
  a.tellStale('connection lost');
  expect(registry.backends()[0]).toEqual({ kind: 'a', canWrite: true, staleReason: 'connection lost' });
  expect(find(registry.content(), key)).toBeDefined();
  a.tell(a.now());
  expect(registry.backends()[0]).toEqual({ kind: 'a', canWrite: true });
  expect(calls).toBe(2);
});

test('a backend is stale until it has told its content', () => {
  const silent = { ...scriptedBackend('silent'), watch: () => () => undefined };
  const registry = createRegistry([silent], fakeClock());
  expect(registry.backends()[0]?.staleReason).toBeDefined();
  expect(registry.content().services.size).toBe(0);
});

test('after a write is done content has it, also where the backend tells later', async () => {
  const own = scriptedBackend('own');
  const registry = createRegistry([own], fakeClock());
  const first = instanceOf(await registry.write(putInstance(instance(key))));
  const steps = [
    [putInstance(instance({ ...key, weight: 5 }), { precondition: at(first.revision) }), 5],
    [{ kind: 'delete-instance', key, precondition: any }, undefined],
    [putInstance(instance({ ...key, weight: 6 })), 6],
  ] as const;
  for (const [write, weight] of steps) {
    own.hold();
    let isDone = false;
    const writing = registry.write(write).then((result) => {
      isDone = true;
      return result;
    });
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(isDone).toBe(false);
    own.release();
    done(await writing);
    expect(find(registry.content(), key)?.weight).toBe(weight);
  }
});

test('a write does not wait for ever for a backend that does not tell', async () => {
  const clock = fakeClock();
  const own = scriptedBackend('own');
  const registry = createRegistry([own], clock);
  own.hold();
  const writing = registry.write(putService('a'));
  await clock.advance(5000);
  done(await writing);
  const other = registry.write(putService('b'));
  await clock.advance(10);
  own.tellStale('connection lost');
  done(await other);
  expect(clock.timers()).toBe(0);
});

test('closing closes the backends', async () => {
  const own = scriptedBackend('own');
  await createRegistry([own], fakeClock()).close();
  expect(own.isClosed()).toBe(true);
});
