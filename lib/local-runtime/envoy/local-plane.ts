import { createCodec } from 'envoy-config-types/codec';
import { createThrottle } from '../../control-plane/create-throttle.js';
import { createProxyStates } from '../../control-plane/proxies/create-proxy-states.js';
import { resourceOrigins } from '../../control-plane/proxies/resource-origins.js';
import type { ProxyState, Refusal } from '../../control-plane/proxy-state.js';
import { createRouteShares } from '../../control-plane/rollouts/create-route-shares.js';
import { routeStanding } from '../../control-plane/rollouts/route-standing.js';
import { routedServices } from '../../control-plane/rollouts/routed-services.js';
import type { SharePlane } from '../../control-plane/rollouts/share-plane.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import { createListeners } from '../../util/create-listeners.js';
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
export interface LocalPlane extends SharePlane {
  /** Where it listens, on the loopback address. */
  readonly port: number;
  /** Says what a node is to hold, apart from the shares of rollouts: these stay. Returns whether that differs from before. */
  readonly serve: (nodeId: string, config: Pick<ProxyConfig, 'resources' | 'origins'>) => boolean;
  readonly forget: (nodeId: string) => void;
  readonly standingOfNode: (nodeId: string) => NodeStanding;
  /** Cuts all nodes off; they keep what they have. */
  readonly close: () => void;
}

interface ServedNode extends Pick<ProxyConfig, 'resources' | 'origins'> {
  readonly snapshot: Snapshot<EncodedResource>;
  /** Services that its routes send requests to. */
  readonly callees: ReadonlySet<string>;
}

/** Those who watch the standing of nodes need not hear of each answer. */
const throttleMs = 20;

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
  const listeners = createListeners();
  const change = createThrottle(systemClock, throttleMs, listeners.tell);
  const server = await startXdsServer({
    address: '127.0.0.1:0',
    onEvent: (event) => {
      states.apply(event);
      change.ask();
    },
  });
  let divide = createRouteShares(new Map());
  const serve: LocalPlane['serve'] = (nodeId, { resources, origins }) => {
    const before = nodes.get(nodeId)?.snapshot;
    const made = encode({ ...resources, routes: resources.routes.map(divide) });
    const snapshot = before === undefined ? made : keepUnchanged(before, made);
    nodes.set(nodeId, { resources, origins, snapshot, callees: routedServices(resources.routes) });
    server.setSnapshot(nodeId, snapshot);
    return snapshot !== before;
  };
  return {
    port: server.port,
    serve,
    forget: (nodeId) => {
      nodes.delete(nodeId);
      server.removeGroup(nodeId);
    },
    standingOfNode: (nodeId) => standingOfNode(states.list(), nodeId, { isUpToDate: server.isUpToDate() }),
    setShares: (shares) => {
      divide = createRouteShares(shares);
      for (const [nodeId, node] of nodes) serve(nodeId, node);
      change.ask();
    },
    standingOf: (services) => {
      const groups = new Set([...nodes].flatMap(([nodeId, { callees }]) => (meets(callees, services) ? [nodeId] : [])));
      return routeStanding(states, { groups, isUpToDate: server.isUpToDate() });
    },
    watch: listeners.add,
    close: () => {
      change.stop();
      listeners.clear();
      server.close();
    },
  };
}

function standingOfNode(
  all: readonly ProxyState[],
  nodeId: string,
  { isUpToDate }: { readonly isUpToDate: boolean },
): NodeStanding {
  const { streams = 0, types = [] } = all.find((state) => state.nodeId === nodeId) ?? {};
  const hasAsked = [resourceTypeUrls.cluster, resourceTypeUrls.listener].every((root) =>
    types.some(({ typeUrl }) => typeUrl === root),
  );
  const isSynced = types.every(({ status }) => status === 'synced');
  return {
    isSettled: streams > 0 && hasAsked && isSynced && isUpToDate,
    refusals: types.flatMap(({ refusal }) => (refusal === undefined ? [] : [refusal])),
  };
}

function meets(callees: ReadonlySet<string>, services: ReadonlySet<string>): boolean {
  return [...services].some((service) => callees.has(service));
}
