import type { EncodedResource } from '../encode-resources.js';
import { keepUnchanged } from '../keep-unchanged.js';
import type { Snapshot } from '../snapshot.js';
import { createUpdateQueue } from './create-update-queue.js';
import type { ServedStream } from './serve-stream.js';

/** What the nodes of each group are to hold, and their open streams. A stream is given its own group's snapshots and no other's. */
export interface Groups {
  /** Its streams get what differs, not all of them at once. */
  readonly setSnapshot: (group: string, snapshot: Snapshot<EncodedResource>) => void;
  /** Forgets a group's snapshot and ends its streams. */
  readonly removeGroup: (group: string) => void;
  /** Adds a stream; gives the group's snapshot, where there is one. */
  readonly join: (group: string, stream: ServedStream) => Snapshot<EncodedResource> | undefined;
  readonly leave: (group: string, stream: ServedStream) => void;
  /** Whether every stream was given the last snapshot of its group. */
  readonly isUpToDate: () => boolean;
}

/** Streams between two turns of the network: one or two milliseconds of work. */
const sliceSize = 32;

/**
 * Creates a table without groups.
 *
 * @param defer calls back after the network has had a turn
 */
export function createGroups(defer: (work: () => void) => void): Groups {
  const snapshots = new Map<string, Snapshot<EncodedResource>>();
  const streamsByGroup = new Map<string, Set<ServedStream>>();
  const queue = createUpdateQueue<ServedStream>({
    update: (group, stream) => {
      const snapshot = snapshots.get(group);
      if (snapshot !== undefined) stream.update(snapshot);
    },
    defer,
    sliceSize,
  });
  return {
    setSnapshot: (group, snapshot) => {
      const before = snapshots.get(group);
      const next = before === undefined ? snapshot : keepUnchanged(before, snapshot);
      if (next === before) return;
      snapshots.set(group, next);
      queue.add(group, streamsByGroup.get(group) ?? []);
    },
    removeGroup: (group) => {
      snapshots.delete(group);
      queue.removeGroup(group);
      // A stream that ends leaves the set, so the list is made before.
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
      queue.remove(group, stream);
      if (streams?.size === 0) streamsByGroup.delete(group);
    },
    isUpToDate: queue.isEmpty,
  };
}
