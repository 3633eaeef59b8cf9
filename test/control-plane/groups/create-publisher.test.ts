import { expect, test } from 'vitest';
import type { GroupTable, ServedGroup } from '../../../lib/control-plane/groups/create-group-table.js';
import { createPublisher } from '../../../lib/control-plane/groups/create-publisher.js';

function start(awaitedService: string) {
  const awaited = new Set([awaitedService]);
  const done: string[] = [];
  const served = new Map<string, ServedGroup>();
  const table: Pick<GroupTable, 'groups' | 'callersOf'> = {
    groups: () => served,
    callersOf: (services) => new Set([...services].map((service) => `callers of ${service}`)),
  };
  const publisher = createPublisher({
    table,
    server: {
      setSnapshot: (group) => done.push(`set ${group}`),
      removeGroup: (group) => done.push(`remove ${group}`),
    },
    awaited: () => awaited,
    tell: () => undefined,
  });
  const change = (group: string): void => {
    // Only its snapshot is handed on.
    served.set(group, { snapshot: new Map() } as unknown as ServedGroup);
    publisher.publish({ set: new Map([...served].filter(([name]) => name === group)), removed: [] });
  };
  return { publisher, change, done, awaited };
}

test('holds back those who call what is waited for, and hands them over once when it has come', () => {
  const { publisher, change, done, awaited } = start('reviews');
  change('callers of reviews');
  change('callers of reviews');
  change('callers of ratings');
  expect(done).toEqual(['set callers of ratings']);
  publisher.release();
  expect(done).toHaveLength(1);
  awaited.clear();
  publisher.release();
  publisher.release();
  expect(done).toEqual(['set callers of ratings', 'set callers of reviews']);
});

test('what is removed while it waits is not handed over', () => {
  const { publisher, change, done, awaited } = start('reviews');
  change('callers of reviews');
  publisher.publish({ set: new Map(), removed: ['callers of reviews'] });
  awaited.clear();
  publisher.release();
  expect(done).toEqual(['remove callers of reviews']);
});
