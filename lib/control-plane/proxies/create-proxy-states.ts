import { compareText } from '../../util/compare-text.js';
import { sortBy } from '../../util/sort-by.js';
import type { ResourceType } from '../../xds/resource-types.js';
import type { XdsEvent } from '../../xds/server/xds-event.js';
import type { Origin } from '../../diagnostics/origin.js';
import type { ProxyState, Refusal, TypeStatus } from '../proxy-state.js';

/** What the states of proxies are told by. */
export interface ProxyStatesContext {
  /** ms since the epoch. */
  readonly now: () => number;
  /** The version of a resource as a group is to hold it now; undefined where it is not to hold it. */
  readonly servedVersion: (group: string, type: ResourceType, name: string) => string | undefined;
  readonly originsOf: (group: string, type: ResourceType, name: string) => readonly Origin[];
}

/** How nodes stand, folded from what happens between them and the server. */
export interface ProxyStates {
  readonly apply: (event: XdsEvent) => void;
  /** Sorted by id. Nodes that left more than an hour ago are forgotten. */
  readonly list: () => readonly ProxyState[];
  /** Counts how the connected nodes of some groups stand with one type: what a controller asks many times while proxies accept a change. */
  readonly count: (groups: ReadonlySet<string>, type: ResourceType) => TypeCount;
}

/** How nodes stand with one type, in numbers. */
export interface TypeCount {
  readonly nodes: number;
  /** Those that hold all that they are to hold. */
  readonly synced: number;
  /** Of those that refuse something, in no order. */
  readonly refusals: readonly { readonly nodeId: string; readonly refusal: Refusal }[];
}

interface Node {
  readonly nodeId: string;
  group: string;
  readonly streams: Set<number>;
  connectedAt: number;
  lastHeardAt: number;
  readonly types: Map<ResourceType, NodeType>;
}

/** One type on the newest stream that it was seen on. */
interface NodeType {
  readonly stream: number;
  isSettled: boolean;
  acceptedVersion: string;
  /** What the response that is not answered yet consists of: versions by name, undefined for what it takes away. */
  sent: ReadonlyMap<string, string | undefined>;
  /** What was refused and not accepted since, by name, in the version that was refused. */
  readonly refused: Map<string, string | undefined>;
  refusal?: { readonly message: string; readonly at: number };
}

const rememberedMs = 3_600_000;
/** Most nodes that have left and are remembered: their names are whatever clients say. */
const mostRemembered = 10_000;

/** Creates states without nodes. */
export function createProxyStates(context: ProxyStatesContext): ProxyStates {
  const nodes = new Map<string, Node>();
  // In the order in which they left.
  const left = new Map<string, Node>();
  const forget = (isTooMuch: (node: Node) => boolean): void => {
    for (const [nodeId, node] of left) {
      if (!isTooMuch(node)) return;
      left.delete(nodeId);
      nodes.delete(nodeId);
    }
  };
  return {
    apply: (event) => {
      if (event.kind === 'refused' || event.kind === 'failed') return;
      const node = nodeOf(nodes, event, context.now());
      switch (event.kind) {
        case 'opened':
          node.streams.add(event.stream);
          left.delete(node.nodeId);
          return;
        case 'closed':
          node.streams.delete(event.stream);
          if (node.streams.size === 0) left.set(node.nodeId, node);
          forget(() => left.size > mostRemembered);
          return;
        case 'sent':
        case 'accepted':
        case 'rejected':
        case 'settled':
        case 'unsettled':
          applyToType(node, event, context);
      }
    },
    list: () => {
      forget(({ lastHeardAt }) => context.now() - lastHeardAt > rememberedMs);
      return sortBy(nodes.values(), ({ nodeId }) => nodeId).map((node) => describe(node, context));
    },
    count: (groups, typeUrl) => {
      let [found, synced] = [0, 0];
      const refusals: { readonly nodeId: string; readonly refusal: Refusal }[] = [];
      for (const { nodeId, group, streams, types } of nodes.values()) {
        if (streams.size === 0 || !groups.has(group)) continue;
        found += 1;
        const type = types.get(typeUrl);
        if (type === undefined) continue;
        const refusal = type.refused.size === 0 ? undefined : describeType(group, { typeUrl, type }, context).refusal;
        if (refusal !== undefined) refusals.push({ nodeId, refusal });
        else if (type.isSettled) synced += 1;
      }
      return { nodes: found, synced, refusals };
    },
  };
}

type NodeEvent = Exclude<XdsEvent, { readonly kind: 'refused' | 'failed' }>;
type TypeEvent = Exclude<NodeEvent, { readonly kind: 'opened' | 'closed' }>;

function nodeOf(nodes: Map<string, Node>, { nodeId, group, kind }: NodeEvent, now: number): Node {
  const known = nodes.get(nodeId);
  if (known === undefined) {
    const made: Node = { nodeId, group, streams: new Set(), connectedAt: now, lastHeardAt: now, types: new Map() };
    nodes.set(nodeId, made);
    return made;
  }
  if (kind === 'opened' && known.streams.size === 0) known.connectedAt = now;
  // What we send says nothing about the other side.
  if (kind !== 'sent' && kind !== 'unsettled') known.lastHeardAt = now;
  known.group = group;
  return known;
}

function applyToType(node: Node, event: TypeEvent, { now, servedVersion }: ProxyStatesContext): void {
  const type = typeOf(node, event);
  if (type === undefined) return;
  switch (event.kind) {
    case 'sent':
      type.sent = new Map([
        ...event.names.map((name) => [name, servedVersion(node.group, event.type, name)] as const),
        ...event.removed.map((name) => [name, undefined] as const),
      ]);
      return;
    case 'accepted':
      type.acceptedVersion = event.version;
      for (const name of type.sent.keys()) type.refused.delete(name);
      return;
    case 'rejected':
      for (const name of event.names) type.refused.set(name, type.sent.get(name));
      type.refusal = { message: event.error.message, at: now() };
      return;
    case 'settled':
    case 'unsettled':
      type.isSettled = event.kind === 'settled';
  }
}

/** A node that comes back opens a new stream while the old one may still be dying: only the newest counts. */
function typeOf(node: Node, { type, stream }: TypeEvent): NodeType | undefined {
  const known = node.types.get(type);
  if (known !== undefined && known.stream > stream) return undefined;
  if (known?.stream === stream) return known;
  const made: NodeType = { stream, isSettled: false, acceptedVersion: '', sent: new Map(), refused: new Map() };
  node.types.set(type, made);
  return made;
}

function describe(node: Node, context: ProxyStatesContext): ProxyState {
  const { nodeId, group, streams, connectedAt, lastHeardAt, types } = node;
  const sorted = [...types].sort(([left], [right]) => compareText(left, right));
  return {
    nodeId,
    group,
    streams: streams.size,
    connectedAt,
    lastHeardAt,
    types: sorted.map(([typeUrl, type]) => describeType(group, { typeUrl, type }, context)),
  };
}

function describeType(
  group: string,
  { typeUrl, type }: { readonly typeUrl: ResourceType; readonly type: NodeType },
  { servedVersion, originsOf }: ProxyStatesContext,
): TypeStatus {
  const { acceptedVersion, isSettled, refusal, refused } = type;
  if (refused.size === 0) return { typeUrl, status: isSettled ? 'synced' : 'pending', acceptedVersion };
  // What was replaced or taken back since is no refusal any more, though the client was told of nothing.
  const standing = [...refused].filter(([name, version]) => servedVersion(group, typeUrl, name) === version);
  const names = standing.map(([name]) => name).sort(compareText);
  if (names.length === 0 || refusal === undefined)
    return { typeUrl, status: isSettled ? 'synced' : 'pending', acceptedVersion };
  const origins = names.flatMap((name) => originsOf(group, typeUrl, name));
  const once = new Map(origins.map((origin) => [JSON.stringify(origin), origin]));
  return { typeUrl, status: 'refused', acceptedVersion, refusal: { names, origins: [...once.values()], ...refusal } };
}
