import { decide } from '../decide.js';
import type { Decision } from '../decision.js';
import type { Message } from '../headers/message.js';
import type { HttpManager } from '../http-manager.js';
import type { HttpRequest } from '../http-request.js';
import { acceptConnection } from '../proxy/accept-connection.js';
import type { ClientHello } from '../proxy/connection.js';
import type { SimulatedCluster } from '../proxy/simulated-cluster.js';
import type { SimulatedProxy } from '../proxy/simulated-proxy.js';
import { multiply } from '../rational/multiply.js';
import type { Rational } from '../rational/rational.js';
import { toRational } from '../rational/to-rational.js';
import type { RequestStart } from './request-start.js';
import type { Branch, RequestStep } from './request-step.js';
import type { Endpoint, SimulatedNetwork, Workload } from './simulated-network.js';

/** Answers where all endpoints of a cluster are gone, and where a TCP chain's cluster is unknown. */
const unavailable = 503;
/** A way that is longer than any mesh needs is a circle of proxies. */
const longestWay = 16;

/**
 * Follows a request from the proxy that gets it first to the programs that answer it, through every proxy on the way.
 *
 * @param request undefined for a connection of which only its bytes are known, as to a TCP port
 * @returns undefined where the network has no proxy of that name
 */
export function followRequest(
  network: SimulatedNetwork,
  start: RequestStart,
  request: HttpRequest | undefined,
): RequestStep | undefined {
  return follow({ network, depth: 0, behind: undefined }, start, request);
}

interface Way {
  readonly network: SimulatedNetwork;
  readonly depth: number;
  /** The program that the proxy at hand stands before; undefined at the first proxy of the way. */
  readonly behind: string | undefined;
}

function follow(way: Way, start: RequestStart, request: HttpRequest | undefined): RequestStep | undefined {
  const proxy = way.network.proxy(start.proxy);
  if (proxy === undefined) return undefined;
  const accepted = acceptConnection(proxy, start.connection, { at: start.redirectedTo });
  const unknown = [...proxy.unknown, ...accepted.unknown];
  const nothing = { proxy: proxy.name, accepted, decision: undefined, branches: [] };
  if (accepted.kind === 'closed') return { ...nothing, unknown };
  const { handler, terminatesTls } = accepted.chain;
  switch (handler.kind) {
    case 'unknown':
      return { ...nothing, unknown: [...unknown, `network filter "${handler.filter}"`] };
    case 'tcp': {
      const branches = handler.choices.flatMap(({ cluster, probability }) =>
        branchesTo(
          { way, start, proxy },
          {
            cluster,
            probability,
            missing: unavailable,
            message: undefined,
            request,
            // A handshake that the chain does not end goes through it as bytes.
            passedTls: terminatesTls ? undefined : start.connection.tls,
          },
        ),
      );
      return { ...nothing, branches, unknown: [...unknown, ...ofClusters(proxy, branches)] };
    }
    case 'http': {
      if (request === undefined) return { ...nothing, unknown: [...unknown, 'what the connection carries'] };
      const decision = decide(handler.manager, request);
      const branches = forwardBranches({ way, start, proxy }, decision, {
        request,
        sentScheme: handler.manager.sentScheme,
      });
      return {
        ...nothing,
        decision,
        branches,
        unknown: [...unknown, ...decision.unknown, ...ofClusters(proxy, branches)],
      };
    }
  }
}

interface Here {
  readonly way: Way;
  readonly start: RequestStart;
  readonly proxy: SimulatedProxy;
}

function forwardBranches(
  here: Here,
  { outcome }: Decision,
  { request: sent, sentScheme }: { readonly request: HttpRequest; readonly sentScheme: HttpManager['sentScheme'] },
): readonly Branch[] {
  if (outcome.kind !== 'forward') return [];
  return outcome.destinations.flatMap(({ cluster, probability, request }) => {
    const spoken = here.proxy.clusters.get(cluster)?.tls === undefined ? 'http' : 'https';
    const scheme = sentScheme === 'upstream' ? spoken : (sentScheme ?? request.scheme);
    return branchesTo(here, {
      cluster,
      probability,
      missing: outcome.missingClusterStatus,
      message: scheme === request.scheme ? request : { ...request, scheme },
      passedTls: undefined,
      request: { ...sent, ...withoutForwardedProto(request) },
    });
  });
}

function withoutForwardedProto({ method, authority, path, headers }: Message): Partial<HttpRequest> {
  return { method, authority, path, headers };
}

interface Leaving {
  readonly cluster: string;
  readonly probability: Rational;
  /** Status where the cluster is missing. */
  readonly missing: number;
  readonly message: Message | undefined;
  readonly request: HttpRequest | undefined;
  /** What the next proxy sees of TLS where the cluster itself speaks none. */
  readonly passedTls: ClientHello | undefined;
}

function branchesTo(here: Here, leaving: Leaving): readonly Branch[] {
  const cluster = here.proxy.clusters.get(leaving.cluster);
  const base = { cluster: leaving.cluster, probability: leaving.probability, request: leaving.message };
  if (cluster === undefined)
    return [{ ...base, end: { kind: 'nowhere', reason: 'unknown-cluster', status: leaving.missing } }];
  const endpoints = endpointsOf(cluster, here.start);
  if (endpoints.length === 0)
    return [{ ...base, end: { kind: 'nowhere', reason: 'no-endpoint', status: unavailable } }];
  const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
  const outside = endpoints.filter((endpoint) => workloadsAt(here.way, endpoint) === undefined);
  // Endpoints outside cannot be told apart by what happens there: they are one end.
  const branches: Branch[] = [];
  const outsideWeight = outside.reduce((sum, { weight }) => sum + weight, 0);
  if (outside.length > 0)
    branches.push({
      ...base,
      probability: multiply(base.probability, toRational(outsideWeight, total)),
      end: { kind: 'outside', endpoints: outside.map(({ host, port }) => ({ host, port })) },
    });
  for (const endpoint of endpoints) {
    const workloads = workloadsAt(here.way, endpoint);
    if (workloads?.length === 0) {
      const probability = multiply(base.probability, toRational(endpoint.weight, total));
      branches.push({ ...base, probability, end: { kind: 'nowhere', reason: 'no-endpoint', status: unavailable } });
    }
    for (const workload of workloads ?? []) {
      const share = multiply(toRational(endpoint.weight, total), workload.share);
      if (share.numerator === 0) continue;
      const address = { host: endpoint.host, port: endpoint.port };
      branches.push({
        ...base,
        probability: multiply(base.probability, share),
        end: endAt(here, { ...leaving, workload, address, cluster }),
      });
    }
  }
  return branches;
}

/** Who answers at an address; a proxy's own machine is where the program behind it runs. */
function workloadsAt({ network, behind }: Way, endpoint: Endpoint): readonly Workload[] | undefined {
  const found = network.find(endpoint);
  if (found !== undefined || behind === undefined || !isLoopback(endpoint.host)) return found;
  return [{ name: behind, share: { numerator: 1, denominator: 1 }, proxy: undefined }];
}

function isLoopback(host: string): boolean {
  return host === '::1' || host === 'localhost' || host.startsWith('127.');
}

/** Where a cluster's requests go. */
function endpointsOf(cluster: SimulatedCluster, { connection }: RequestStart): SimulatedCluster['endpoints'] {
  if (cluster.discovery !== 'original-dst') return cluster.endpoints.filter(({ weight }) => weight > 0);
  return [{ host: connection.destinationAddress, port: connection.destinationPort, weight: 1 }];
}

function endAt(
  { way, start }: Here,
  arriving: Pick<Leaving, 'request' | 'passedTls'> & {
    readonly workload: Workload;
    readonly address: Endpoint;
    readonly cluster: SimulatedCluster;
  },
): Branch['end'] {
  const { workload, address, cluster, request, passedTls } = arriving;
  const plain = { kind: 'workload', workload: workload.name, endpoint: address } as const;
  if (workload.proxy === undefined || way.depth >= longestWay) return plain;
  const step = follow(
    { ...way, depth: way.depth + 1, behind: workload.name },
    {
      proxy: workload.proxy.name,
      redirectedTo: workload.proxy.redirectedTo,
      connection: {
        ...start.connection,
        destinationAddress: address.host,
        destinationPort: address.port,
        tls: cluster.tls ?? passedTls,
      },
    },
    request === undefined ? undefined : { ...request, port: address.port },
  );
  return step === undefined ? plain : { ...plain, kind: 'proxy', step };
}

function ofClusters(proxy: SimulatedProxy, branches: readonly Branch[]): readonly string[] {
  const names = new Set(branches.map(({ cluster }) => cluster));
  return [...names].flatMap((name) => proxy.clusters.get(name)?.unknown ?? []);
}
