import type { Origin } from '../../lib/diagnostics/origin.js';
import type {
  Callee,
  EffectiveDestination,
  EffectiveHttpRoute,
  EffectiveMesh,
  EffectiveProxy,
  OutboundPort,
} from '../../lib/ir/effective-mesh.js';
import type { ExternalService } from '../../lib/ir/external-service.js';
import type { Gateway } from '../../lib/ir/gateway.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { matchEverything } from '../../lib/ir/match.js';
import type { Port, PortProtocol } from '../../lib/ir/port.js';
import type { Service } from '../../lib/ir/service.js';
import type { Version } from '../../lib/ir/version.js';
import { sortBy } from '../../lib/util/sort-by.js';

/** A place in a test's program, told apart by its path. */
export function originOf(constructPath: string): Origin {
  return { kind: 'user', constructPath, source: { file: 'main.ts', line: 1, column: 1 } };
}

/** A port whose number is also its target port. */
export function port(name: string, number: number, protocol: PortProtocol = 'http'): Port {
  return { name, protocol, number, targetPort: number };
}

/** A version with an image and nothing else said. */
export function version(name: string, overrides: Partial<Version> = {}): Version {
  return {
    name,
    origin: originOf(`version/${name}`),
    image: `example.com/app:${name}`,
    replicas: 1,
    env: {},
    resources: {},
    probes: {},
    labels: {},
    drainMs: 40_000,
    writablePaths: [],
    policies: {},
    ...overrides,
  };
}

/** A service with one HTTP port 9080, version `v1`, and calls to services by name. */
export function service(
  name: string,
  overrides: Partial<Service> & { readonly callees?: readonly string[] } = {},
): Service {
  const { callees = [], ...rest } = overrides;
  return {
    name,
    origin: originOf(`shop/${name}`),
    labels: {},
    serviceAccount: name,
    ports: [port('http', 9080)],
    versions: [version('v1')],
    routes: [],
    calls: callees.map((callee) => ({
      callee: { kind: 'service', name: callee },
      origin: originOf(`shop/${name}`),
      policies: {},
    })),
    policies: {},
    ...rest,
  };
}

/** A gateway with one port 8080 that serves every host; what it sends where is `routesTo` in `effectiveMesh`. */
export function gateway(name: string, overrides: Partial<Gateway> = {}): Gateway {
  return {
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
    ...overrides,
  };
}

/** An external service with one HTTP port 80, found by DNS. */
export function externalService(name: string, overrides: Partial<ExternalService> = {}): ExternalService {
  return {
    name,
    origin: originOf(`shop/${name}`),
    hosts: [`${name}.example.com`],
    ports: [port('http', 80)],
    endpoints: [],
    policies: {},
    ...overrides,
  };
}

/** What a test's mesh is made of. */
export interface EffectiveMeshParts {
  readonly services?: readonly Service[];
  readonly gateways?: readonly Gateway[];
  readonly externalServices?: readonly ExternalService[];
  /** Services that gateways send everything to, by gateway. */
  readonly routesTo?: Readonly<Record<string, string>>;
}

/**
 * Makes an effective mesh called `shop` in which every call is one route to all versions of the callee. The passes are
 * not run: tests of targets see what they are given.
 */
export function effectiveMesh(parts: EffectiveMeshParts): EffectiveMesh {
  const ir: MeshIr = {
    irVersion: 1,
    name: 'shop',
    namespace: 'shop',
    trustDomain: 'cluster.local',
    clusterDomain: 'cluster.local',
    origin: originOf('shop'),
    policies: {},
    services: sortBy(parts.services ?? [], ({ name }) => name),
    gateways: sortBy(parts.gateways ?? [], ({ name }) => name),
    externalServices: sortBy(parts.externalServices ?? [], ({ name }) => name),
    rollouts: [],
    suppressions: [],
  };
  return {
    ir,
    proxies: [
      ...ir.services.map((caller) => serviceProxy(ir, caller)),
      ...ir.gateways.map((owner) => gatewayProxy(ir, owner, parts.routesTo?.[owner.name])),
    ],
  };
}

function serviceProxy(ir: MeshIr, caller: Service): EffectiveProxy {
  const callees = caller.calls.map(({ callee }) => findCallee(ir, callee.name));
  const pairs = callees.flatMap((callee) => callee.service.ports.map((calleePort) => ({ callee, calleePort })));
  return {
    kind: 'service',
    name: caller.name,
    service: caller,
    outbound: pairs.map(({ callee, calleePort }) => outboundPort(callee, calleePort)),
    destinations: sortBy(
      pairs.map(({ callee, calleePort }) => destination(callee, calleePort)),
      ({ name }) => name,
    ),
    unusedDestinations: [],
  };
}

function gatewayProxy(ir: MeshIr, owner: Gateway, target: string | undefined): EffectiveProxy {
  const callee = target === undefined ? undefined : findCallee(ir, target);
  const calleePort = callee?.service.ports[0];
  const found = callee === undefined || calleePort === undefined ? undefined : { callee, calleePort };
  return {
    kind: 'gateway',
    name: owner.name,
    gateway: owner,
    ports: owner.ports.map((ownPort) => ({
      port: ownPort,
      virtualHosts: owner.hosts.map((host) => ({
        host,
        routes: found === undefined ? [] : [plainRoute(found.callee, found.calleePort)],
      })),
    })),
    destinations: found === undefined ? [] : [destination(found.callee, found.calleePort)],
  };
}

function findCallee(ir: MeshIr, name: string): Callee {
  const inner = ir.services.find((candidate) => candidate.name === name);
  if (inner !== undefined) return { kind: 'service', service: inner };
  const outer = ir.externalServices.find((candidate) => candidate.name === name);
  if (outer === undefined) throw new Error(`the test's mesh has no service "${name}"`);
  return { kind: 'external-service', service: outer };
}

function outboundPort(callee: Callee, calleePort: Port): OutboundPort {
  const origin = originOf(`shop/${callee.service.name}`);
  const name = `${callee.service.name}/${calleePort.name}/default`;
  if (calleePort.protocol === 'tcp') {
    const destinations = [{ destination: destinationName(callee, calleePort), weight: 100 }];
    return { kind: 'tcp', callee, port: calleePort, origin, route: { name, origin, destinations } };
  }
  return { kind: 'http', callee, port: calleePort, origin, routes: [plainRoute(callee, calleePort)] };
}

function plainRoute(callee: Callee, calleePort: Port): EffectiveHttpRoute {
  const origin = originOf(`shop/${callee.service.name}`);
  return {
    name: `${callee.service.name}/${calleePort.name}/default`,
    origin,
    match: matchEverything,
    action: {
      kind: 'forward',
      destinations: [{ destination: destinationName(callee, calleePort), weight: 100 }],
      hashOn: [],
    },
    timeout: { requestMs: { value: 15_000, origin }, idleMs: { value: 'none', origin } },
  };
}

function destination(callee: Callee, calleePort: Port): EffectiveDestination {
  const origin = originOf(`shop/${callee.service.name}`);
  const limit = { value: 1024, origin };
  return {
    name: destinationName(callee, calleePort),
    origin,
    backend: callee,
    port: calleePort,
    protocol: calleePort.protocol,
    connectTimeoutMs: { value: 5_000, origin },
    loadBalancing: { kind: 'least-request', origin },
    circuitBreaker: { maxConnections: limit, maxPendingRequests: limit, maxRequests: limit, maxRetries: limit },
  };
}

function destinationName({ kind, service: { name } }: Callee, calleePort: Port): string {
  return kind === 'service' ? `${name}/${calleePort.name}` : `external/${name}/${calleePort.name}`;
}
