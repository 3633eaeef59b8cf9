import { createCodec } from 'envoy-config-types/codec';
import { createProxyStates } from '../../control-plane/proxies/create-proxy-states.js';
import { resourceOrigins } from '../../control-plane/proxies/resource-origins.js';
import type { Refusal } from '../../control-plane/proxy-state.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import { systemClock } from '../../util/system-clock.js';
import { createSnapshotEncoder, type EncodedResource } from '../../xds/encode-resources.js';
import { keepUnchanged } from '../../xds/keep-unchanged.js';
import { startXdsServer } from '../../xds/server/start-xds-server.js';
import type { Snapshot } from '../../xds/snapshot.js';

/** How a node stands with what it is to hold. */
export interface NodeStanding {
  /** Whether it has accepted all of it. */
  readonly isSettled: boolean;
  /** What it refuses; one of several names may be the only one at fault until there is no more to try. */
  readonly refusals: readonly Refusal[];
}

/** The server that the Envoys of a run get everything from. Each is a group of its own. */
export interface LocalPlane {
  /** Where it listens, on the loopback address. */
  readonly port: number;
  /** Says what a node is to hold. Returns whether that differs from before. */
  readonly serve: (nodeId: string, config: Pick<ProxyConfig, 'resources' | 'origins'>) => boolean;
  readonly forget: (nodeId: string) => void;
  readonly standingOf: (nodeId: string) => NodeStanding;
  /** Cuts all nodes off; they keep what they have. */
  readonly close: () => void;
}

interface ServedNode extends Pick<ProxyConfig, 'resources' | 'origins'> {
  readonly snapshot: Snapshot<EncodedResource>;
}

/** Starts a server on a free port. Rejects when it cannot listen. */
export async function startLocalPlane(): Promise<LocalPlane> {
  const nodes = new Map<string, ServedNode>();
  const encode = createSnapshotEncoder(createCodec());
  const states = createProxyStates({
    now: systemClock.now,
    servedVersion: (nodeId, type, name) => nodes.get(nodeId)?.snapshot[type].get(name)?.version,
    originsOf: (nodeId, type, name) => {
      const node = nodes.get(nodeId);
      return node === undefined ? [] : resourceOrigins(node, type, name);
    },
  });
  const server = await startXdsServer({ address: '127.0.0.1:0', onEvent: states.apply });
  return {
    port: server.port,
    serve: (nodeId, { resources, origins }) => {
      const before = nodes.get(nodeId)?.snapshot;
      const made = encode(resources);
      const snapshot = before === undefined ? made : keepUnchanged(before, made);
      nodes.set(nodeId, { resources, origins, snapshot });
      server.setSnapshot(nodeId, snapshot);
      return snapshot !== before;
    },
    forget: (nodeId) => {
      nodes.delete(nodeId);
      server.removeGroup(nodeId);
    },
    standingOf: (nodeId) => {
      const { streams = 0, types = [] } = states.list().find((state) => state.nodeId === nodeId) ?? {};
      const hasAsked = [resourceTypeUrls.cluster, resourceTypeUrls.listener].every((root) =>
        types.some(({ typeUrl }) => typeUrl === root),
      );
      const isSynced = types.every(({ status }) => status === 'synced');
      return {
        isSettled: streams > 0 && hasAsked && isSynced && server.isUpToDate(),
        refusals: types.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal])),
      };
    },
    close: server.close,
  };
}
