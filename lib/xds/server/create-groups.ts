import type { EncodedResource } from '../encode-resources.js';
import type { Snapshot } from '../snapshot.js';
import type { ServedStream } from './serve-stream.js';

/** What the nodes of each group are to hold, and their open streams. A stream is given its own group's snapshots and no other's. */
export interface Groups {
  readonly setSnapshot: (group: string, snapshot: Snapshot<EncodedResource>) => void;
  /** Forgets a group's snapshot and ends its streams. */
  readonly removeGroup: (group: string) => void;
  /** Adds a stream; gives the group's snapshot, where there is one. */
  readonly join: (group: string, stream: ServedStream) => Snapshot<EncodedResource> | undefined;
  readonly leave: (group: string, stream: ServedStream) => void;
}

/** Creates a table without groups. */
export function createGroups(): Groups {
  const snapshots = new Map<string, Snapshot<EncodedResource>>();
  const streamsByGroup = new Map<string, Set<ServedStream>>();
  return {
    setSnapshot: (group, snapshot) => {
      snapshots.set(group, snapshot);
      // A stream that ends leaves the set, so the list is made before; here and below.
      for (const stream of [...(streamsByGroup.get(group) ?? [])]) stream.update(snapshot);
    },
    removeGroup: (group) => {
      snapshots.delete(group);
      for (const stream of [...(streamsByGroup.get(group) ?? [])])
        stream.cutOff(`there is no configuration for "${group}" any more`);
    },
    join: (group, stream) => {
      streamsByGroup.set(group, (streamsByGroup.get(group) ?? new Set()).add(stream));
      return snapshots.get(group);
    },
    leave: (group, stream) => {
      const streams = streamsByGroup.get(group);
      streams?.delete(stream);
      if (streams?.size === 0) streamsByGroup.delete(group);
    },
  };
}
