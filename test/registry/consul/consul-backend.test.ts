import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createConsulBackend, type ConsulBackendOptions } from '../../../lib/registry/consul/consul-backend.js';
import type { MarkedBackend } from '../../../lib/registry/model/marked-backend.js';
import type { Clock } from '../../../lib/util/clock.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { type ConsulDouble, startConsulDouble } from '../../support/consul/start-consul-double.js';
import { backendContract } from '../../support/registry/backend-contract.js';
import { any, done, find, instance, putInstance, putService } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';

const key = { service: 'cart', id: 'a' };

backendContract({
  name: 'consul',
  create: async () => {
    const consul = await startConsulDouble();
    let aheadMs = 0;
    const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };
    const open = () => createConsulBackend({ address: { url: consul.url }, fetch, clock, sweepEveryMs: 20 });
    return {
      backend: open(),
      second: open(),
      advance: async (ms) => {
        aheadMs += ms;
        consul.advance(ms);
        await sleep(50);
      },
      stop: consul.stop,
    };
  },
  capabilities: {
    writes: true,
    leases: true,
    requestIds: true,
    fencing: true,
    clients: true,
    manyInstances: 60,
    histories: 5,
  },
});

async function doubleOfTest(token?: string): Promise<ConsulDouble> {
  const consul = await startConsulDouble(token);
  onTestFinished(consul.stop);
  return consul;
}

function backendOf(consul: ConsulDouble, options: Partial<ConsulBackendOptions> = {}): MarkedBackend {
  const backend = createConsulBackend({
    address: { url: consul.url },
    fetch,
    clock: systemClock,
    timeoutMs: 500,
    waitMs: 300,
    sweepEveryMs: 50,
    ...options,
  });
  onTestFinished(backend.close);
  return backend;
}

test('reads what others have registered, each by its checks, and leaves it alone', async () => {
  const consul = await doubleOfTest();
  const check = (Status: string) => [{ CheckID: `check-${Status}`, Name: 'theirs', Status }];
  const register = (ID: string, parts: object) => {
    consul.register({ ID, Name: 'reviews', Address: '10.1.0.1', Port: 8080, ...parts });
  };
  register('passing', { Checks: check('passing'), Weights: { Passing: 7 }, Meta: { version: 'v2', zone: 'a' } });
  register('warning', { Checks: check('warning') });
  register('critical', { Checks: check('critical') });
  register('leaving', { Checks: [{ CheckID: '_service_maintenance:leaving', Name: 'm', Status: 'critical' }] });
  register('odd id/1', {});
  register('no-port', { Port: 0 });
  const backend = backendOf(consul);
  const followed = follow(backend);
  const content = await followed.until((told) => told.instances.get('reviews')?.size === 5);
  expect([...content.services.keys()]).toEqual(['reviews']);
  const instances = [...(content.instances.get('reviews')?.values() ?? [])];
  expect(instances.map(({ id, status }) => [id, status])).toEqual([
    ['passing', 'healthy'],
    ['warning', 'healthy'],
    ['critical', 'unhealthy'],
    ['leaving', 'draining'],
    [expect.stringMatching(/^at-/), 'healthy'],
  ]);
  expect(instances[0]).toMatchObject({ weight: 7, version: 'v2', zone: 'a', region: 'dc1', ports: { default: 8080 } });
  for (const write of [
    { kind: 'delete-instance', key: { service: 'reviews', id: 'passing' }, precondition: any },
    putService('reviews'),
  ] as const)
    expect(await backend.write(write)).toMatchObject({ kind: 'refused', reason: 'read-only' });
  register('warning', { Checks: check('critical') });
  const after = await followed.until(
    (told) => find(told, { service: 'reviews', id: 'warning' })?.status === 'unhealthy',
  );
  expect(find(after, { service: 'reviews', id: 'passing' })).toBe(instances[0]);
});

test('other users of Consul see what is registered: draining as maintenance, unhealthy as critical', async () => {
  const consul = await doubleOfTest();
  const backend = backendOf(consul);
  const set = (status: 'healthy' | 'unhealthy' | 'draining') =>
    backend.write({ kind: 'set-instance-status', key, status, precondition: any });
  const checks = () =>
    (consul.health('cart')[0] as { Checks: readonly { CheckID: string; Status: string }[] }).Checks.filter(
      ({ Status }) => Status === 'critical',
    ).map(({ CheckID }) => CheckID);
  done(await backend.write(putInstance(instance({ ...key, ttlMs: 60_000 }))));
  expect(consul.health('cart')).toMatchObject([{ Service: { Address: '10.0.0.1', Port: 8080 } }]);
  expect(checks()).toEqual([]);
  await set('unhealthy');
  expect(checks()).toEqual([expect.stringMatching(/-status$/)]);
  await set('draining');
  expect(checks()).toEqual([expect.stringMatching(/^_service_maintenance/)]);
  await set('healthy');
  expect(checks()).toEqual([]);
  done(await backend.write({ kind: 'delete-instance', key, precondition: any }));
  expect(consul.health('cart')).toEqual([]);
});

test('an index that goes back, as after a restore, loses no change', async () => {
  const consul = await doubleOfTest();
  const backend = backendOf(consul, { waitMs: 60_000, timeoutMs: 5000 });
  const followed = follow(backend);
  for (let weight = 1; weight <= 20; weight++) done(await backend.write(putInstance(instance({ ...key, weight }))));
  consul.restore();
  const other = follow(backendOf(consul));
  await other.until((told) => find(told, key)?.weight === 20);
  done(await backend.write(putInstance(instance({ ...key, weight: 21 }))));
  await followed.until((told) => find(told, key)?.weight === 21);
});

test('an index of 0 is not waited on, and makes no flood of questions', async () => {
  const consul = await doubleOfTest();
  consul.become('no-index');
  const followed = follow(backendOf(consul));
  await followed.until(() => true);
  const before = consul.requests();
  await sleep(500);
  // Two paths, each asked again after a pause.
  expect(consul.requests() - before).toBeLessThan(20);
});

test.each(['fails', 'hangs'] as const)(
  'a Consul that %s leaves what is known, is told, and is taken again',
  async (mode) => {
    const consul = await doubleOfTest();
    const backend = backendOf(consul);
    const followed = follow(backend);
    done(await backend.write(putInstance(instance({ ...key, ttlMs: 60_000 }))));
    consul.become(mode);
    expect((await backend.write(putService('pay'))).kind).toMatch(/^(unavailable|unknown)$/);
    await followed.untilStale();
    expect(find(followed.content(), key)).toBeDefined();
    consul.become('good');
    await followed.until(() => followed.staleReason() === undefined);
    done(await backend.write({ kind: 'renew-instance', key }));
    done(await backend.write(putService('pay')));
  },
);

test('after an outage leases have their time anew, though Consul has found all of them ended', async () => {
  const consul = await doubleOfTest();
  const backend = backendOf(consul);
  const followed = follow(backend);
  done(await backend.write(putInstance(instance({ ...key, ttlMs: 1500 }))));
  consul.become('fails');
  await followed.untilStale();
  consul.advance(10_000);
  consul.become('good');
  await followed.until(() => followed.staleReason() === undefined);
  await sleep(300);
  done(await backend.write({ kind: 'renew-instance', key }));
  await followed.until((told) => find(told, key) === undefined);
});

test('an agent that has lost its files is told again what is registered', async () => {
  const consul = await doubleOfTest();
  const backend = backendOf(consul);
  done(await backend.write(putInstance(instance({ ...key, ttlMs: 60_000 }))));
  consul.forgetAgent();
  await expect.poll(() => consul.health('cart').length, { timeout: 10_000 }).toBe(1);
  done(await backend.write({ kind: 'renew-instance', key }));
});

test('the token opens, and what is refused without it is said; another datacenter is asked for by name', async () => {
  const consul = await doubleOfTest('secret');
  const shut = follow(backendOf(consul));
  expect(await shut.untilStale()).toContain('403');
  const backend = backendOf(consul, { address: { url: consul.url, token: 'secret', datacenter: 'dc1' } });
  done(await backend.write(putService('cart')));
  const elsewhere = follow(backendOf(consul, { address: { url: consul.url, token: 'secret', datacenter: 'dc9' } }));
  expect(await elsewhere.untilStale()).toContain('500');
});

test('a Consul that comes back empty wipes nothing: what is known stays, until it is adopted, by all replicas then', async () => {
  const consul = await doubleOfTest();
  const [backend, other] = [backendOf(consul), backendOf(consul)];
  const [followed, otherFollowed] = [follow(backend), follow(other)];
  done(await backend.write(putInstance(instance({ ...key, ttlMs: 1000 }))));
  await otherFollowed.until((told) => find(told, key) !== undefined);
  const former = backend.incarnation();
  expect(other.incarnation()).toBe(former);
  consul.empty();
  for (const one of [followed, otherFollowed]) {
    await one.until(() => one.staleReason()?.includes('is empty') === true);
    expect(find(one.content(), key)).toBeDefined();
  }
  expect(await other.write(putService('pay'))).toMatchObject({ kind: 'unavailable' });
  // One that starts now knows by its name what it has to find.
  const late = follow(backendOf(consul, { incarnation: former ?? '' }));
  expect(await late.untilStale()).toContain('is empty');
  expect(await backend.adopt()).toBe(true);
  for (const one of [followed, otherFollowed, late]) await one.until(({ services }) => services.size === 0);
  expect(backend.incarnation()).not.toBe(former);
  expect(other.incarnation()).toBe(backend.incarnation());
  done(await other.write(putService('pay')));
  await followed.until(({ services }) => services.has('pay'));
});

test('a Consul that others have begun anew is not taken for the known one, nor written to', async () => {
  const consul = await doubleOfTest();
  const backend = backendOf(consul, { waitMs: 60_000 });
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  consul.empty();
  const stranger = backendOf(consul);
  done(await stranger.write(putService('pay')));
  expect(await backend.write(putService('mail'))).toMatchObject({ kind: 'unavailable' });
  await followed.until(() => followed.staleReason()?.includes(`(${stranger.incarnation() ?? ''})`) === true);
  expect(find(followed.content(), key)).toBeDefined();
  expect(await backend.adopt()).toBe(true);
  const content = await followed.until(({ services }) => services.has('pay'));
  expect([...content.services.keys()]).toEqual(['pay']);
});

test('who deletes all records, or the mark alone, has deleted that and nothing else', async () => {
  const consul = await doubleOfTest();
  const backend = backendOf(consul);
  const followed = follow(backend);
  done(await backend.write(putInstance(instance(key))));
  const former = backend.incarnation();
  consul.remove('meshwright/default/records/store');
  await expect.poll(backend.incarnation).not.toBe(former);
  expect(find(followed.content(), key)).toBeDefined();
  for (const record of ['instances/cart/=a', 'services/cart']) consul.remove(`meshwright/default/records/${record}`);
  await followed.until(({ services }) => services.size === 0);
  expect(followed.staleReason()).toBeUndefined();
  done(await backend.write(putService('pay')));
});
