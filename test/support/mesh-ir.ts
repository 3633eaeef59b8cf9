import type { Origin } from '../../lib/diagnostics/origin.js';
import type { ExternalService } from '../../lib/ir/external-service.js';
import type { Gateway } from '../../lib/ir/gateway.js';
import { matchEverything, type Match, type MatchTerm } from '../../lib/ir/match.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { Port, PortProtocol } from '../../lib/ir/port.js';
import type { Destination, HttpRoute, RouteAction, TcpRoute, WeightedDestination } from '../../lib/ir/route.js';
import type { Call, Service } from '../../lib/ir/service.js';
import type { Version } from '../../lib/ir/version.js';
import { deepFreeze } from '../../lib/util/deep-freeze.js';

/** Builds declared meshes for tests: every function gives the smallest sound thing of its kind, changed by `parts`. */
export const meshIr = {
  mesh: (parts: Partial<MeshIr> = {}): MeshIr =>
    deepFreeze({
      irVersion: 1,
      name: 'shop',
      namespace: 'shop',
      trustDomain: 'cluster.local',
      clusterDomain: 'cluster.local',
      origin: originOf('shop'),
      policies: {},
      services: [],
      gateways: [],
      externalServices: [],
      rollouts: [],
      suppressions: [],
      ...parts,
    }),

  service: (name: string, parts: Partial<Service> = {}): Service => ({
    name,
    origin: originOf(`shop/${name}`),
    labels: {},
    serviceAccount: name,
    ports: [meshIr.port('http')],
    versions: [meshIr.version('v1')],
    routes: [],
    calls: [],
    policies: {},
    ...parts,
  }),

  version: (name: string, parts: Partial<Version> = {}): Version => ({
    name,
    origin: originOf(`shop/${name}`),
    image: 'image:1',
    replicas: 1,
    env: {},
    resources: {},
    probes: {},
    labels: {},
    drainMs: 40_000,
    writablePaths: [],
    policies: {},
    ...parts,
  }),

  port: (name: string, number = 8080, protocol: PortProtocol = 'http'): Port => ({
    name,
    protocol,
    number,
    targetPort: number,
  }),

  gateway: (name: string, parts: Partial<Gateway> = {}): Gateway => ({
    name,
    origin: originOf(`shop/${name}`),
    labels: {},
    serviceAccount: name,
    ports: [{ name: 'http', number: 8080 }],
    hosts: ['*'],
    routes: [],
    replicas: 2,
    resources: {},
    exposure: 'LoadBalancer',
    trustedHops: 0,
    policies: {},
    ...parts,
  }),

  externalService: (name: string, parts: Partial<ExternalService> = {}): ExternalService => ({
    name,
    origin: originOf(`shop/${name}`),
    hosts: [`${name}.example.com`],
    ports: [meshIr.port('http', 80)],
    endpoints: [],
    policies: {},
    ...parts,
  }),

  call: (name: string, parts: Partial<Call> = {}): Call => ({
    callee: { kind: 'service', name },
    origin: originOf(`shop/call-${name}`),
    policies: {},
    ...parts,
  }),

  httpRoute: (name: string, to: Destination | RouteAction, parts: Partial<HttpRoute> = {}): HttpRoute => ({
    kind: 'http',
    name,
    origin: originOf(`shop/${name}`),
    match: matchEverything,
    action: to.kind === 'forward' || to.kind === 'redirect' ? to : { kind: 'forward', destinations: [whole(to)] },
    policies: {},
    ...parts,
  }),

  tcpRoute: (name: string, to: Destination, parts: Partial<TcpRoute> = {}): TcpRoute => ({
    kind: 'tcp',
    name,
    origin: originOf(`shop/${name}`),
    destinations: [whole(to)],
    ...parts,
  }),

  /** A match of one term. */
  match: (term: Partial<MatchTerm>): Match => ({
    anyOf: [{ paths: [], methods: [], headers: [], queryParameters: [], ...term }],
  }),
};

function originOf(constructPath: string): Origin {
  return { kind: 'user', constructPath };
}

function whole(destination: Destination): WeightedDestination {
  return { destination, weight: 100 };
}
