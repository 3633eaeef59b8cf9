import { expect, test } from 'vitest';
import type { InstanceKey } from '../../../../lib/registry/model/instance-record.js';
import type { RegistryWriteResult } from '../../../../lib/registry/model/registry-write-result.js';
import { removeDrained } from '../../../../lib/mesh-api/handlers/instances/remove-drained.js';
import type { Registry } from '../../../../lib/registry/registry.js';
import { memoryRegistry, type MemoryRegistry } from '../../../support/registry/memory-registry.js';
import { fakeClock, type FakeClock } from '../../../support/fake-clock.js';

const key = { service: 'cart', id: 'a' };

/** Drains an instance by the clock of whoever does it. */
function drain(registry: MemoryRegistry, clock: FakeClock, afterMs: number, instance: InstanceKey = key): void {
  const removal = { afterMs, at: clock.now() + afterMs };
  void registry.write({
    kind: 'set-instance-status',
    key: instance,
    status: 'draining',
    removal,
    precondition: { kind: 'any' },
  });
}

function start(write?: Registry['write']) {
  const clock = fakeClock();
  const registry = memoryRegistry();
  registry.put('cart/a', 80);
  registry.put('cart/b', 80);
  const told: string[] = [];
  const tell = ({ id }: InstanceKey, { kind }: RegistryWriteResult): void => {
    told.push(`${id} ${kind}`);
  };
  const follow = () => removeDrained({ clock, tell, registry: { ...registry, write: write ?? registry.write } });
  const ids = () => [...(registry.content().instances.get('cart')?.keys() ?? [])];
  return { clock, registry, told, follow, ids };
}

test('removes an instance when its time is over, and no other', async () => {
  const { clock, registry, told, follow, ids } = start();
  follow();
  drain(registry, clock, 5_000);
  registry.set('cart/b', 'draining');
  await clock.advance(4_999);
  expect(ids()).toEqual(['a', 'b']);
  await clock.advance(1);
  expect(ids()).toEqual(['b']);
  expect(told).toEqual(['a done']);
  expect(clock.timers()).toBe(0);
});

test('one that starts later removes what was drained before, also where its time was over long ago', async () => {
  const { clock, registry, follow, ids } = start();
  drain(registry, clock, 5_000);
  drain(registry, clock, 60_000, { service: 'cart', id: 'b' });
  await clock.advance(30_000);
  expect(ids()).toEqual(['a', 'b']);
  follow();
  await clock.advance(0);
  expect(ids()).toEqual(['b']);
  await clock.advance(29_999);
  expect(ids()).toEqual(['b']);
  await clock.advance(1);
  expect(ids()).toEqual([]);
});

test('of two servers one does it, and the other says nothing', async () => {
  const { clock, registry, told, follow, ids } = start();
  follow();
  follow();
  drain(registry, clock, 1_000);
  await clock.advance(1_000);
  expect(ids()).toEqual(['b']);
  expect(told).toEqual(['a done']);
});

test('leaves an instance that was written to since, and takes it when it is drained anew', async () => {
  const { clock, registry, follow, ids } = start();
  follow();
  drain(registry, clock, 1_000);
  await clock.advance(500);
  registry.put('cart/a', 80);
  await clock.advance(10_000);
  expect(ids()).toContain('a');
  drain(registry, clock, 1_000);
  await clock.advance(1_000);
  expect(ids()).toEqual(['b']);
});

test('a wall clock that jumps neither hastens nor delays what is waited for', async () => {
  const { clock, registry, follow, ids } = start();
  follow();
  drain(registry, clock, 5_000);
  await clock.advance(1_000);
  clock.jump(86_400_000);
  await clock.advance(3_999);
  expect(ids()).toContain('a');
  clock.jump(-2 * 86_400_000);
  await clock.advance(1);
  expect(ids()).not.toContain('a');
});

test('a wall clock that went back before the start delays a removal by a day at most', async () => {
  const { clock, registry, follow, ids } = start();
  drain(registry, clock, 5_000);
  clock.jump(-10 * 86_400_000);
  follow();
  await clock.advance(86_400_000);
  expect(ids()).toEqual(['b']);
});

test('tries again what the registry could not do, and gives up what it refuses', async () => {
  const answers: RegistryWriteResult[] = [
    { kind: 'unavailable', detail: 'away' },
    { kind: 'unknown', detail: 'broke' },
    { kind: 'refused', reason: 'read-only', detail: 'not here' },
  ];
  const { clock, registry, told, follow } = start(() => Promise.resolve(answers.shift() ?? { kind: 'missing' }));
  follow();
  drain(registry, clock, 0);
  await clock.advance(1_500);
  expect(answers).toHaveLength(1);
  await clock.advance(60_000);
  expect(answers).toEqual([]);
  expect(told).toEqual(['a refused']);
  expect(clock.timers()).toBe(0);
});

test('does nothing any more after its end', async () => {
  const { clock, registry, follow, ids } = start();
  const end = follow();
  drain(registry, clock, 1_000);
  await clock.advance(100);
  end();
  await clock.advance(10_000);
  expect(ids()).toEqual(['a', 'b']);
  expect(clock.timers()).toBe(0);
});
