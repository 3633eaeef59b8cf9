import { createCodec } from 'envoy-config-types/codec';
import type { ResourceSet } from '../../lib/envoy-resources/resource-set.js';
import type * as EncodeResources from '../../lib/xds/encode-resources.js';
import type * as StartXdsServer from '../../lib/xds/server/start-xds-server.js';
import type { Snapshot } from '../../lib/xds/snapshot.js';
import { compileResources, declareMesh, twoEndpoints, withOtherTimeout } from './mesh-resources.js';
import type {
  ChangeKind,
  ProxyPlan,
  ServedPlans,
  ServerMemory,
  ServerOrder,
  StartedChange,
} from './server-messages.js';

// What users run: the built files, not what tsx makes of the sources.
const { createSnapshotEncoder } = (await built('encode-resources.js')) as typeof EncodeResources;
const { startXdsServer } = (await built('server/start-xds-server.js')) as typeof StartXdsServer;

type Snapshots = ReadonlyMap<string, Snapshot<EncodeResources.EncodedResource>>;

// The measured process: the server and what a control plane has in memory.
const size = Number(process.argv[2]);
const codec = createCodec();
const encode = createSnapshotEncoder(codec);
const ir = declareMesh(size);
const base = compileResources(ir);
const target = wellCalled();
const states: Readonly<Record<ChangeKind, Snapshots>> = {
  route: encodeAll(compileResources(withOtherTimeout(ir, (service) => ir.services[service]?.name === target))),
  endpoint: encodeAll(withMovedEndpoint()),
  'every-route': encodeAll(compileResources(withOtherTimeout(ir, () => true))),
};
const first = encodeAll(base);
const differing: Readonly<Record<ChangeKind, readonly string[]>> = {
  route: differingGroups(states.route),
  endpoint: differingGroups(states.endpoint),
  'every-route': differingGroups(states['every-route']),
};
let served = first;
const server = await startXdsServer({ address: '127.0.0.1:0', maxStreams: 20_000 });
for (const [group, snapshot] of served) server.setSnapshot(group, snapshot);

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
    case 'change':
      return change(order.change);
  }
}

/**
 * Changes to a state, or back from it. Another program is given to all groups, for whoever compiled it need not know
 * whom it concerns; another endpoint to those that call its service, as a registry does.
 */
function change(kind: ChangeKind): StartedChange {
  const next = served === first ? states[kind] : first;
  const groups = differing[kind];
  const set = kind === 'endpoint' ? groups : [...next.keys()];
  const at = String(process.hrtime.bigint());
  for (const group of set) server.setSnapshot(group, snapshotOf(next, group));
  served = next;
  return { groups, at };
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
