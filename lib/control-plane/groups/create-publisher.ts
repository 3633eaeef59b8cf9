import type { XdsServer } from '../../xds/server/start-xds-server.js';
import type { GroupChanges, GroupTable } from './create-group-table.js';

/** Hands changed groups to the server, but for those that have to wait. */
export interface Publisher {
  readonly publish: (changes: GroupChanges) => void;
  /** Hands over what has waited and need not any more. */
  readonly release: () => void;
}

/** What a publisher works with. */
export interface PublisherParts {
  readonly table: Pick<GroupTable, 'groups' | 'callersOf'>;
  readonly server: Pick<XdsServer, 'setSnapshot' | 'removeGroup'>;
  /** Services whose callers have to wait; their proxies go on with what they hold. */
  readonly awaited: () => ReadonlySet<string>;
  /** Told after each change. */
  readonly tell: () => void;
}

/** Creates a publisher that has published nothing. */
export function createPublisher({ table, server, awaited, tell }: PublisherParts): Publisher {
  const waiting = new Set<string>();
  const held = (): ReadonlySet<string> => (awaited().size === 0 ? new Set() : table.callersOf(awaited()));
  return {
    publish: ({ set, removed }) => {
      const holds = held();
      for (const [group, { snapshot }] of set) {
        if (holds.has(group)) waiting.add(group);
        else server.setSnapshot(group, snapshot);
      }
      for (const group of removed) {
        waiting.delete(group);
        server.removeGroup(group);
      }
      tell();
    },
    release: () => {
      const holds = held();
      const freed = [...waiting].filter((group) => !holds.has(group));
      for (const group of freed) {
        waiting.delete(group);
        const served = table.groups().get(group);
        if (served !== undefined) server.setSnapshot(group, served.snapshot);
      }
      if (freed.length > 0) tell();
    },
  };
}
