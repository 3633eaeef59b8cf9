import { expect, test } from 'vitest';
import type { InstanceDescription } from '../../../../lib/registry/model/instance-record.js';
import type { RegistryContent } from '../../../../lib/registry/model/registry-content.js';
import { follow } from '../follow.js';
import type { BackendContract } from './backend-under-test.js';
import { any, instance, putInstance, putService } from './samples.js';
import { startBackend } from './start-backend.js';

const first = [
  instance({ service: 'cart', id: 'a', address: '10.0.0.1' }),
  instance({ service: 'cart', id: 'b', address: '10.0.0.2' }),
  instance({ service: 'pay', id: 'c', address: '2001:db8::1' }),
];
const next = [...first.slice(1), instance({ service: 'cart', id: 'd', address: '10.0.0.4' })];

/** What a source of instances tells that knows no ids: which service runs where. */
const places = (instances: readonly Pick<InstanceDescription, 'service' | 'address' | 'ports'>[]): readonly string[] =>
  instances.map(({ service, address, ports }) => `${service} ${address} ${JSON.stringify(ports)}`).sort();
const told = (content: RegistryContent): readonly string[] =>
  places([...content.instances.values()].flatMap((ofService) => [...ofService.values()]));
const holds = (instances: readonly InstanceDescription[]) => (content: RegistryContent) =>
  told(content).join('\n') === places(instances).join('\n');

/** Backends that only read. */
export function readContract(contract: BackendContract): void {
  const { name } = contract;

  test(`${name}: tells what its source holds, and each change of it`, async () => {
    const { followed, seed, backend } = await startBackend(contract);
    await seed(first);
    const content = await followed.until(holds(first));
    expect([...content.services.keys()].sort()).toEqual(['cart', 'pay']);
    for (const [service, ofService] of content.instances)
      for (const [id, record] of ofService) expect(record).toMatchObject({ service, id, status: 'healthy' });
    const other = follow(backend);
    await other.until(holds(first));
    expect(other.events[0]?.kind).toBe('content');
    await seed(next);
    await followed.until(holds(next));
    await other.until(holds(next));
    expect(told(content)).toEqual(places(first));
    other.end();
  });

  test(`${name}: a record keeps its identity and revision while nothing about it changes`, async () => {
    const { followed, seed } = await startBackend(contract);
    await seed(first);
    const before = await followed.until(holds(first));
    await seed(next);
    const after = await followed.until(holds(next));
    expect(after.instances.get('pay')).toBe(before.instances.get('pay'));
    const at = (content: RegistryContent) =>
      [...(content.instances.get('cart')?.values() ?? [])].find(({ address }) => address === '10.0.0.2');
    expect(at(after)).toBe(at(before));
  });

  test(`${name}: a listener that has ended hears no more`, async () => {
    const { backend, followed, seed } = await startBackend(contract);
    await seed(first);
    await followed.until(holds(first));
    const ended = follow(backend);
    await ended.until(holds(first));
    ended.end();
    const heard = ended.events.length;
    await seed(next);
    await followed.until(holds(next));
    expect(ended.events.length).toBe(heard);
  });

  test(`${name}: every write is refused as read-only and changes nothing`, async () => {
    const { backend, followed, seed } = await startBackend(contract);
    await seed(first);
    const before = await followed.until(holds(first));
    const key = { service: 'cart', id: 'a' };
    const writes = [
      putService('new'),
      { kind: 'delete-service', name: 'cart', precondition: any },
      putInstance(instance({ service: 'cart', id: 'new' })),
      { kind: 'set-instance-status', key, status: 'draining', precondition: any },
      { kind: 'renew-instance', key },
      { kind: 'delete-instance', key, precondition: any },
    ] as const;
    expect(backend.canWrite).toBe(false);
    for (const write of writes)
      expect(await backend.write(write)).toMatchObject({ kind: 'refused', reason: 'read-only' });
    expect(followed.content()).toBe(before);
  });
}
