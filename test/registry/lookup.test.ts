import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookupInstances, lookupServices, type InstanceQuery } from '../../lib/registry/lookup.js';
import type { RegistryContent } from '../../lib/registry/model/registry-content.js';
import { applyWrite } from '../support/registry/apply-write.js';
import { emptyContent } from '../../lib/registry/rules/content-draft.js';
import type { PageRequest } from '../../lib/util/page-of.js';
import { any, instance, putInstance, putService } from '../support/registry/contract/samples.js';

const filled = [
  putService('pay', { metadata: { tier: 'gold' } }),
  putService('ship', { metadata: { tier: 'tin' } }),
  putInstance(
    instance({ service: 'pay', id: 'b', version: 'v1', region: 'eu', zone: 'eu-1', metadata: { rack: '7', row: '1' } }),
  ),
  putInstance(instance({ service: 'pay', id: 'a', version: 'v2', region: 'eu', zone: 'eu-2', ports: { grpc: 1 } })),
  putInstance(instance({ service: 'cart', id: 'c', version: 'v1', region: 'us', metadata: { rack: '7' } }), {
    status: 'draining',
  }),
].reduce((content, write, index) => applyWrite(content, write, String(index)).content, emptyContent);

function ids(query: InstanceQuery, page?: PageRequest, content: RegistryContent = filled): readonly string[] {
  const result = lookupInstances(content, query, page);
  if (result.kind !== 'page') throw new Error(result.kind);
  return result.items.map(({ service, id }) => `${service}/${id}`);
}

test('instances are found by what they are, sorted by service and id', () => {
  expect(ids({})).toEqual(['cart/c', 'pay/a', 'pay/b']);
  expect(ids({ service: 'pay' })).toEqual(['pay/a', 'pay/b']);
  expect(ids({ service: 'nobody' })).toEqual([]);
  expect(ids({ version: 'v1' })).toEqual(['cart/c', 'pay/b']);
  expect(ids({ region: 'eu', zone: 'eu-2' })).toEqual(['pay/a']);
  expect(ids({ status: 'draining' })).toEqual(['cart/c']);
  expect(ids({ metadata: [['rack', '7']] })).toEqual(['cart/c', 'pay/b']);
  expect(
    ids({
      metadata: [
        ['rack', '7'],
        ['row', '1'],
      ],
    }),
  ).toEqual(['pay/b']);
  expect(
    ids({
      metadata: [
        ['row', '1'],
        ['row', '2'],
      ],
    }),
  ).toEqual([]);
  expect(ids({ metadata: [['constructor', 'x']] })).toEqual([]);
  expect(ids({ service: 'pay', version: 'v1', status: 'unhealthy' })).toEqual([]);
});

test('services are found by metadata, sorted by name', () => {
  const names = (query: Parameters<typeof lookupServices>[1]) => {
    const result = lookupServices(filled, query);
    return result.kind === 'page' ? result.items.map(({ name }) => name) : result.kind;
  };
  expect(names({})).toEqual(['cart', 'pay', 'ship']);
  expect(names({ metadata: [['tier', 'tin']] })).toEqual(['ship']);
});

test('a cursor that is none of ours is refused', () => {
  for (const cursor of [
    '',
    'x',
    'WyJhIl0',
    Buffer.from('[1,2]').toString('base64url'),
    Buffer.from('{}').toString('base64url'),
  ])
    expect(lookupInstances(filled, {}, { cursor })).toEqual({ kind: 'bad-cursor' });
  expect(lookupServices(filled, {}, { cursor: Buffer.from('["a","b"]').toString('base64url') })).toEqual({
    kind: 'bad-cursor',
  });
});

test('a page holds no more than its limit, 1 to 1000, and the last one has no cursor', () => {
  expect(lookupInstances(filled, {}, { limit: 3 })).not.toHaveProperty('cursor');
  expect(lookupInstances(filled, {}, { limit: 2 })).toHaveProperty('cursor');
  expect(ids({}, { limit: 0 })).toHaveLength(1);
  expect(lookupServices(filled, {}, { limit: 2 })).toMatchObject({ items: [{ name: 'cart' }, { name: 'pay' }] });
});

test('whatever comes and goes between pages: what is there all the time comes exactly once, in order', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const key = fc.record({ service: name, id: name });
  const all = fc.uniqueArray(key, { selector: ({ service, id }) => `${service}/${id}`, maxLength: 20 });
  fc.assert(
    fc.property(
      all,
      fc.array(fc.record({ key, isPut: fc.boolean() }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (start, changes, limit) => {
        let content = start.reduce(
          (made, one) => applyWrite(made, putInstance(instance(one)), '1').content,
          emptyContent,
        );
        const lasting = new Set(start.map(({ service, id }) => `${service}/${id}`));
        const found: string[] = [];
        let cursor: string | undefined;
        for (const change of [...changes, ...Array.from({ length: 50 }, () => undefined)]) {
          const result = lookupInstances(content, {}, { limit, ...(cursor === undefined ? {} : { cursor }) });
          if (result.kind !== 'page') throw new Error(result.kind);
          found.push(...result.items.map(({ service, id }) => `${service}/${id}`));
          ({ cursor } = result);
          if (cursor === undefined) break;
          if (change === undefined) continue;
          if (!change.isPut) lasting.delete(`${change.key.service}/${change.key.id}`);
          const write = change.isPut
            ? putInstance(instance(change.key))
            : ({ kind: 'delete-instance', key: change.key, precondition: any } as const);
          ({ content } = applyWrite(content, write, '2'));
        }
        expect(found).toEqual([...new Set(found)].sort());
        expect(found).toEqual(expect.arrayContaining([...lasting]));
      },
    ),
  );
});
