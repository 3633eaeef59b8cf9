import type { ResourceSet } from '../../../envoy-resources/resource-set.js';
import { resourceTypeUrls } from '../../../envoy-resources/resource-type-urls.js';
import type { LiveMesh } from '../../../control-plane/live-mesh.js';
import type { ProxyState } from '../../../control-plane/proxy-state.js';
import { compareText } from '../../../util/compare-text.js';
import { messageOf } from '../../../util/message-of.js';
import { pageOf } from '../../../util/page-of.js';
import { nodeGroup, parseNodeId } from '../../../xds/node-id.js';
import type { components } from '../../client/generated.js';
import { problem } from '../../problems/problem.js';
import type { Answer } from '../../server/answer.js';
import type { ApiContext } from '../../server/api-context.js';
import type { Handler } from '../../server/handler.js';
import { page } from '../page.js';
import { comparableEndpoints } from './comparable-endpoints.js';
import { compareConfig, type RunningResources } from './compare-config.js';
import { configDump } from './config-dump.js';
import { normalise } from './normalise.js';
import { proxyStatus, type ProxyStatus } from './proxy-status.js';
import { runningResources } from './running-resources.js';

type Schemas = components['schemas'];

const shownDifferences = 1000;

const listProxies: Handler = (request, { live }) => {
  const { group, status } = request.query;
  const found = live
    .proxies()
    .map(describeProxy)
    .filter((proxy) => (group ?? proxy.group) === proxy.group && (status ?? proxy.status) === proxy.status);
  return page(request, (asked) =>
    pageOf(asked, {
      keyLength: 1,
      keyOf: ({ nodeId }: ProxyState) => [nodeId],
      after: ([last]) => (last === undefined ? found : found.filter(({ nodeId }) => compareText(nodeId, last) > 0)),
    }),
  );
};

const getProxy: Handler = ({ path }, { live }) => {
  const state = stateOf(live, path['nodeId'] ?? '');
  return state === undefined ? unknownNode(path['nodeId'] ?? '') : { status: 200, body: describeProxy(state) };
};

const getProxyConfig: Handler = ({ path }, { live }) => {
  const nodeId = path['nodeId'] ?? '';
  const resources = resourcesOf(live, nodeId);
  if (resources === undefined) return unknownNode(nodeId);
  return { status: 200, body: configDump({ nodeId, resources, bootstrap: live.bootstrapOf(nodeId) }) };
};

const getProxyDrift: Handler = ({ path }, { live }) => {
  const nodeId = path['nodeId'] ?? '';
  const state = stateOf(live, nodeId);
  if (state === undefined) return unknownNode(nodeId);
  const differences = state.types.flatMap(
    ({ typeUrl: type, status, refusal }): readonly Schemas['DriftDifference'][] => {
      if (status === 'synced') return [];
      if (refusal === undefined) return [{ type, name: '', kind: 'pending' }];
      return refusal.names.map((name) => ({ type, name, kind: 'refused', message: refusal.message }));
    },
  );
  return { status: 200, body: drift(nodeId, differences) };
};

const compareProxyConfig: Handler = ({ path, body }, { live, codec }) => {
  const nodeId = path['nodeId'] ?? '';
  const resources = resourcesOf(live, nodeId);
  if (resources === undefined) return unknownNode(nodeId);
  const running = readRunning((body as Schemas['ConfigDump']).configs, codec);
  if ('status' in running) return running;
  const lists = Object.keys(running) as (keyof RunningResources)[];
  if (lists.length === 0) return problem('unreadable-dump', 'the dump has no clusters, endpoints, listeners or routes');
  const served = servedResources(resources, lists, codec);
  const found = compareConfig(served, { ...nothing, ...running, endpoints: discoveredEndpoints(running) });
  const notes = (['clusters', 'endpoints', 'listeners', 'routes'] as const)
    .filter((list) => !lists.includes(list))
    .map((list) => `the dump has no ${list}; they were not compared`);
  return { status: 200, body: drift(nodeId, found, notes) };
};

const getBootstrap: Handler = ({ path }, { live }) => {
  const nodeId = path['nodeId'] ?? '';
  const body = live.bootstrapOf(nodeId);
  return body === undefined ? unknownNode(nodeId) : { status: 200, body };
};

const getGrpcBootstrap: Handler = ({ path }, { live }) => {
  const nodeId = path['nodeId'] ?? '';
  const body = live.grpcBootstrapOf(nodeId);
  return body === undefined ? unknownNode(nodeId) : { status: 200, body };
};

const nothing: RunningResources = { clusters: [], endpoints: [], listeners: [], routes: [] };

// The normal form of an assignment is a record.
const comparable = (assignment: object): object => comparableEndpoints(assignment as Readonly<Record<string, unknown>>);

/** Envoy tells the endpoints of all clusters; only those of clusters that get them by EDS are served as such. */
function discoveredEndpoints({ clusters = [], endpoints = [] }: Partial<RunningResources>): readonly object[] {
  const others = new Set(
    clusters.flatMap((cluster: { readonly name?: unknown; readonly type?: unknown }) =>
      cluster.type === 'EDS' ? [] : [cluster.name],
    ),
  );
  return endpoints
    .filter((assignment: { readonly cluster_name?: unknown }) => !others.has(assignment.cluster_name))
    .map(comparable);
}

function readRunning(
  configs: Schemas['ConfigDump']['configs'],
  codec: ApiContext['codec'],
): Partial<RunningResources> | Answer {
  try {
    return runningResources(configs, codec);
  } catch (error) {
    return problem(
      'unreadable-dump',
      `the dump holds a resource that no Envoy writes: ${messageOf(error).slice(0, 500)}`,
    );
  }
}

/** What is served of the lists that are compared. */
function servedResources(
  resources: ResourceSet,
  lists: readonly (keyof RunningResources)[],
  codec: ApiContext['codec'],
): RunningResources {
  const of = (list: keyof RunningResources, typeUrl: string): readonly object[] =>
    lists.includes(list) ? resources[list].map((resource) => normalise(codec, typeUrl, resource)) : [];
  return {
    clusters: of('clusters', resourceTypeUrls.cluster),
    endpoints: of('endpoints', resourceTypeUrls.clusterLoadAssignment).map(comparable),
    listeners: of('listeners', resourceTypeUrls.listener),
    routes: of('routes', resourceTypeUrls.routeConfiguration),
  };
}

function drift(
  nodeId: string,
  differences: readonly Schemas['DriftDifference'][],
  notes: readonly string[] = [],
): Schemas['Drift'] {
  return {
    nodeId,
    isInSync: differences.length === 0,
    differences: differences.slice(0, shownDifferences),
    isComplete: differences.length <= shownDifferences,
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
  };
}

function describeProxy(state: ProxyState): ProxyState & { readonly status: ProxyStatus } {
  return { ...state, status: proxyStatus(state) };
}

function stateOf(live: LiveMesh, nodeId: string): ProxyState | undefined {
  return live.proxies().find((proxy) => proxy.nodeId === nodeId);
}

function resourcesOf(live: LiveMesh, nodeId: string): ResourceSet | undefined {
  const node = parseNodeId(nodeId);
  return node === undefined ? undefined : live.resourcesOf(nodeGroup(node));
}

function unknownNode(nodeId: string): Answer {
  return problem('not-found', `there is no node "${nodeId}"`);
}

/** What is told of proxies. */
export const proxyHandlers = {
  listProxies,
  getProxy,
  getProxyConfig,
  getProxyDrift,
  compareProxyConfig,
  getBootstrap,
  getGrpcBootstrap,
};
