import { expect, test } from 'vitest';
import { follow } from '../follow.js';
import type { BackendContract } from './backend-under-test.js';
import { any, done, find, instance, putInstance, putService } from './samples.js';
import { startBackend } from './start-backend.js';

/** What listeners hear. */
export function watchContract(contract: BackendContract): void {
  const { name } = contract;

  test(`${name}: a listener hears the content first, whenever it comes`, async () => {
    const { backend, followed } = await startBackend(contract);
    expect((await followed.until(() => true)).services.size).toBe(0);
    expect(followed.events[0]?.kind).toBe('content');
    done(await backend.write(putService('cart')));
    await followed.until(({ services }) => services.has('cart'));
    const late = follow(backend);
    await late.until(() => true);
    expect(late.events[0]).toEqual({ kind: 'content', content: followed.content() });
    late.end();
  });

  test(`${name}: every listener hears of every change, and none after it has ended`, async () => {
    const { backend, followed } = await startBackend(contract);
    const other = follow(backend);
    const ended = follow(backend);
    await Promise.all([followed, other, ended].map(({ until }) => until(() => true)));
    ended.end();
    const heard = ended.events.length;
    for (const id of ['a', 'b', 'c']) {
      done(await backend.write(putInstance(instance({ service: 'cart', id }))));
      for (const { until } of [followed, other])
        await until((told) => find(told, { service: 'cart', id }) !== undefined);
    }
    done(await backend.write({ kind: 'delete-instance', key: { service: 'cart', id: 'a' }, precondition: any }));
    for (const { until } of [followed, other]) await until((told) => told.instances.get('cart')?.size === 2);
    expect(ended.events.length).toBe(heard);
    other.end();
  });

  test(`${name}: a content that was told never changes`, async () => {
    const { backend, followed } = await startBackend(contract);
    done(await backend.write(putInstance(instance({ service: 'cart', id: 'a' }))));
    const before = await followed.until((told) => told.instances.get('cart')?.size === 1);
    done(await backend.write(putInstance(instance({ service: 'cart', id: 'b' }))));
    done(await backend.write(putService('pay')));
    await followed.until((told) => told.instances.get('cart')?.size === 2 && told.services.has('pay'));
    expect([...before.services.keys()]).toEqual(['cart']);
    expect([...(before.instances.get('cart')?.keys() ?? [])]).toEqual(['a']);
  });

  test(`${name}: a content shares with the one before what was not touched`, async () => {
    const { backend, followed } = await startBackend(contract);
    for (const service of ['cart', 'pay']) done(await backend.write(putInstance(instance({ service, id: 'a' }))));
    const before = await followed.until(({ instances }) => instances.size === 2);
    done(await backend.write(putInstance(instance({ service: 'cart', id: 'b' }))));
    const after = await followed.until((told) => told.instances.get('cart')?.size === 2);
    expect(after.instances.get('pay')).toBe(before.instances.get('pay'));
    expect(find(after, { service: 'cart', id: 'a' })).toBe(find(before, { service: 'cart', id: 'a' }));
    expect(after.services.get('pay')).toBe(before.services.get('pay'));
  });

  test(`${name}: many instances that register at once are all there`, async () => {
    const { backend, followed } = await startBackend(contract);
    const count = contract.capabilities.manyInstances ?? 1000;
    const wanted = Array.from({ length: count }, (_, index) =>
      instance({
        service: `s${String(index % 10)}`,
        id: `i${String(index)}`,
        address: `10.0.${String(index >> 8)}.${String(index & 255)}`,
      }),
    );
    const results = await Promise.all(wanted.map((description) => backend.write(putInstance(description))));
    expect(results.filter(({ kind }) => kind !== 'done')).toEqual([]);
    const size = (instances: ReadonlyMap<string, ReadonlyMap<string, unknown>>) =>
      [...instances.values()].reduce((sum, { size: one }) => sum + one, 0);
    const content = await followed.until(({ instances }) => size(instances) === count);
    expect(wanted.map((one) => find(content, one)?.address)).toEqual(wanted.map(({ address }) => address));
  });
}
