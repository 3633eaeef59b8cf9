import { createCodec } from 'envoy-config-types/codec';
import type { ResourceSet } from '../../lib/envoy-resources/resource-set.js';
import type * as EncodeResources from '../../lib/xds/encode-resources.js';
import type * as DiscoveryMessages from '../../lib/xds/server/discovery-messages.js';
import type * as StartXdsServer from '../../lib/xds/server/start-xds-server.js';
import { setVersion, type Snapshot } from '../../lib/xds/snapshot.js';
import { findResourceType } from '../../lib/xds/resource-types.js';
import { compileResources, declareMesh, twoEndpoints, withOtherTimeout } from './mesh-resources.js';
import type {
  ChangeKind,
  ProxyPlan,
  ServedPlans,
  ServerKind,
  ServerMemory,
  ServerOrder,
  StartedChange,
} from './server-messages.js';
import { startReadyMadeServer } from './start-ready-made-server.js';

// What users run: the built files, not what tsx makes of the sources.
const { createSnapshotEncoder } = (await built('encode-resources.js')) as typeof EncodeResources;
const { createDiscoveryMessages } = (await built('server/discovery-messages.js')) as typeof DiscoveryMessages;
const { startXdsServer } = (await built('server/start-xds-server.js')) as typeof StartXdsServer;

type Snapshots = ReadonlyMap<string, Snapshot<EncodeResources.EncodedResource>>;

// The measured process: the server and what a control plane has in memory.
const size = Number(process.argv[2]);
const kind = process.argv[3] as ServerKind;
const codec = createCodec();
const encode = createSnapshotEncoder(codec);
const ir = declareMesh(size);
const base = compileResources(ir);
const target = wellCalled();
const first = encodeAll(base);

/** What is served after a change, and which groups hold something else then; made when it is first asked for. */
interface ChangedState {
  readonly snapshots: Snapshots;
  readonly groups: readonly string[];
}

const changedResources: Readonly<Record<ChangeKind, () => ReadonlyMap<string, ResourceSet>>> = {
  route: () => compileResources(withOtherTimeout(ir, (service) => ir.services[service]?.name === target)),
  endpoint: withMovedEndpoint,
  'every-route': () => compileResources(withOtherTimeout(ir, () => true)),
};
const changedStates = new Map<ChangeKind, ChangedState>();

function stateAfter(kind: ChangeKind): ChangedState {
  const known = changedStates.get(kind);
  if (known !== undefined) return known;
  const snapshots = encodeAll(changedResources[kind]());
  const made = { snapshots, groups: differingGroups(snapshots) };
  changedStates.set(kind, made);
  return made;
}

let served = first;
const server = kind === 'meshwright' ? await startOurs() : await startBare();

process.on('message', (order: ServerOrder) => {
  process.send?.(answer(order));
});
process.on('disconnect', () => {
  server.close();
});

function answer(order: ServerOrder): ServedPlans | ServerMemory | StartedChange | number {
  switch (order.kind) {
    case 'plans':
      return { port: server.port, plans: [...base].map(([group, resources]) => plan(group, resources)) };
    case 'cpu':
      return cpuSeconds();
    case 'memory':
      return memory();
    case 'prepare':
      return stateAfter(order.change).groups.length;
    case 'change':
      return change(order.change);
  }
}

/**
 * Changes to a state, or back from it. Another program is given to all groups, for whoever compiled it need not know
 * whom it concerns; another endpoint to those that call its service, as a registry does.
 */
function change(kind: ChangeKind): StartedChange {
  const { snapshots, groups } = stateAfter(kind);
  const next = served === first ? snapshots : first;
  const set = kind === 'endpoint' ? groups : [...next.keys()];
  const at = String(process.hrtime.bigint());
  for (const group of set) server.setSnapshot(group, snapshotOf(next, group));
  served = next;
  return { groups, at };
}

interface MeasuredServer {
  readonly port: number;
  readonly setSnapshot: StartXdsServer.XdsServer['setSnapshot'];
  readonly close: () => void;
}

async function startOurs(): Promise<MeasuredServer> {
  const started = await startXdsServer({ address: '127.0.0.1:0', maxStreams: 20_000 });
  for (const [group, snapshot] of served) started.setSnapshot(group, snapshot);
  return started;
}

async function startBare(): Promise<MeasuredServer> {
  const { write } = createDiscoveryMessages('delta');
  const responses = new Map<string, Buffer>();
  for (const [group, snapshot] of served)
    for (const [typeUrl, resources] of Object.entries(snapshot)) {
      const type = findResourceType(typeUrl);
      if (type === undefined) throw new Error(`no type "${typeUrl}"`);
      const [version, all] = [setVersion(resources.values()), [...resources.values()]];
      const response = write({ type, nonce: '1', version, resources: all, removed: [], missing: [] });
      responses.set(`${group} ${type}`, response);
    }
  const started = await startReadyMadeServer((group, typeUrl) => {
    const response = responses.get(`${group} ${typeUrl}`);
    if (response === undefined) throw new Error(`nothing of "${typeUrl}" for "${group}"`);
    return response;
  });
  return {
    ...started,
    setSnapshot: () => {
      throw new Error('what is ready made does not change');
    },
  };
}

/** Groups that hold something else in a state than at first. */
function differingGroups(state: Snapshots): readonly string[] {
  return [...state.keys()].filter((group) => {
    const before = snapshotOf(first, group);
    return Object.values(snapshotOf(state, group)).some((resources) =>
      [...resources.values()].some(({ type, name, version }) => before[type].get(name)?.version !== version),
    );
  });
}

function snapshotOf(snapshots: Snapshots, group: string): Snapshot<EncodeResources.EncodedResource> {
  const snapshot = snapshots.get(group);
  if (snapshot === undefined) throw new Error(`no group "${group}"`);
  return snapshot;
}

function encodeAll(resources: ReadonlyMap<string, ResourceSet>): Snapshots {
  return new Map([...resources].map(([group, set]) => [group, encode(set)]));
}

function plan(group: string, { clusters, endpoints, listeners, routes }: ResourceSet): ProxyPlan {
  return {
    group,
    endpoints: endpoints.map(({ cluster_name: name }) => name),
    routes: routes.map(({ name }) => name ?? ''),
    resources: clusters.length + endpoints.length + listeners.length + routes.length,
  };
}

/** A service that five others call, or the one with the number of callers that comes next. */
function wellCalled(): string {
  const callers = new Map<string, number>();
  for (const { endpoints } of base.values())
    for (const { cluster_name: name = '' } of endpoints) callers.set(name, (callers.get(name) ?? 0) + 1);
  const sorted = [...callers].sort(([, left], [, right]) => left - right);
  const [cluster] = sorted.find(([, count]) => count >= 5) ?? sorted.at(-1) ?? ['', 0];
  return cluster.slice(0, cluster.indexOf('/'));
}

function withMovedEndpoint(): ReadonlyMap<string, ResourceSet> {
  const moved = twoEndpoints(`${target}/v1/http`, 2);
  return new Map(
    [...base].map(([group, resources]) => {
      const endpoints = resources.endpoints.map((each) => (each.cluster_name === moved.cluster_name ? moved : each));
      return [group, { ...resources, endpoints }];
    }),
  );
}

/** User and system. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function memory(): ServerMemory {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed, external };
}

function built(file: string): Promise<unknown> {
  return import(new URL(`../../build/lib/xds/${file}`, import.meta.url).href);
}
