import type { EncodedResource } from '../encode-resources.js';
import type { Snapshot } from '../snapshot.js';
import type { ServedStream } from './serve-stream.js';
import type { XdsEvent } from './xds-event.js';

/** What each node is to hold, and its open streams. A stream is given its own node's snapshots and no other's. */
export interface Nodes {
  readonly setSnapshot: (nodeId: string, snapshot: Snapshot<EncodedResource>) => void;
  /** Adds a stream; gives the node's snapshot, where there is one. */
  readonly join: (nodeId: string, stream: ServedStream) => Snapshot<EncodedResource> | undefined;
  readonly leave: (nodeId: string, stream: ServedStream) => void;
  readonly endAll: () => void;
}

/** Creates a table without nodes. */
export function createNodes(tell: (event: XdsEvent) => void): Nodes {
  const snapshots = new Map<string, Snapshot<EncodedResource>>();
  const streamsByNode = new Map<string, Set<ServedStream>>();
  return {
    setSnapshot: (nodeId, snapshot) => {
      snapshots.set(nodeId, snapshot);
      for (const stream of streamsByNode.get(nodeId) ?? []) stream.update(snapshot);
    },
    join: (nodeId, stream) => {
      streamsByNode.set(nodeId, (streamsByNode.get(nodeId) ?? new Set()).add(stream));
      tell({ kind: 'opened', nodeId });
      return snapshots.get(nodeId);
    },
    leave: (nodeId, stream) => {
      const streams = streamsByNode.get(nodeId);
      streams?.delete(stream);
      if (streams?.size === 0) streamsByNode.delete(nodeId);
      tell({ kind: 'closed', nodeId });
    },
    endAll: () => {
      // A stream that ends leaves the set, so the list is made before.
      for (const stream of [...streamsByNode.values()].flatMap((streams) => [...streams])) stream.end();
    },
  };
}
