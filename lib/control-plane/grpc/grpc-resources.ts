import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import type {
  EffectiveDestination,
  EffectiveHttpRoute,
  OutboundHttpPort,
  OutboundPort,
  ServiceProxy,
} from '../../ir/effective-mesh.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import type { Service } from '../../ir/service.js';
import type { Built } from '../../targets/envoy/built.js';
import type { ResourceChecker } from '../../targets/envoy/resource-checker.js';
import { routeConfiguration } from '../../targets/envoy/routes/route-configuration.js';
import { virtualHost } from '../../targets/envoy/routes/virtual-host.js';
import { deepFreeze } from '../../util/deep-freeze.js';
import { sortBy } from '../../util/sort-by.js';
import { grpcCluster } from './grpc-cluster.js';
import { destinationLimits, routeLimits } from './grpc-limits.js';
import { grpcListener } from './grpc-listener.js';
import { canTakeCalls } from './grpc-matches.js';
import type { GrpcNote } from './grpc-note.js';
import { grpcRefusals } from './grpc-refusals.js';
import { rolloutLimits } from './grpc-rollout-limits.js';
import { grpcRoutes } from './grpc-routes.js';
import type { GrpcSecurity } from './grpc-security.js';
import { grpcUnusedRoute } from './grpc-unused-route.js';
import { speaksGrpc } from './speaks-grpc.js';

/** What the gRPC clients of one service are served. */
export interface GrpcResources {
  /** Without endpoints: they are those of the clusters of the same names, by way of `grpcAssignment`. */
  readonly resources: ResourceSet;
  readonly origins: OriginTable;
  /** What the mesh says and a gRPC client cannot do. */
  readonly notes: readonly GrpcNote[];
  /** Resources that break a rule of Envoy's API: an error among them, and none of this is to be served. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What goes beside the proxy. */
export interface GrpcResourcesOptions {
  readonly check: ResourceChecker;
  /** Of the mesh. */
  readonly rollouts: readonly Rollout[];
  /** Absent: clients call in the clear. */
  readonly security?: GrpcSecurity | undefined;
}

/**
 * Resources for gRPC's own xDS clients in a service, instead of its sidecar's. A callee's gRPC port is the target
 * `xds:///<service>:<port>`, and `xds:///<service>` too where it is the only one of the callee. Where clients cannot call
 * as the mesh says there is a note and no route, so that calls fail at once: without a listener they would wait for 15 s.
 */
export function grpcResources(proxy: ServiceProxy, { check, rollouts, security }: GrpcResourcesOptions): GrpcResources {
  const judged = proxy.outbound.map((outbound) => ({
    outbound,
    refusals: grpcRefusals(outbound, proxy.destinations),
  }));
  const ports = judged.flatMap(({ outbound, refusals }) =>
    isGrpcPort(outbound) ? [{ port: outbound, routes: refusals.length === 0 ? outbound.routes : [] }] : [],
  );
  const used = new Set(ports.flatMap(({ routes }) => routes.flatMap(destinationNames)));
  const destinations = proxy.destinations.filter(({ name }) => used.has(name));
  const unused = new Set(ports.flatMap((port) => unusedOf(port, proxy)));
  const listeners = ports.flatMap(({ port }) =>
    targetNames(port, ports).map((name) =>
      grpcListener({ name, routes: routesName(port), origin: port.origin }, check),
    ),
  );
  const routes = ports.map((port) => portRoutes(port, unusedOf(port, proxy), check));
  const clusters = [...new Set([...destinations, ...unused])].flatMap((destination) => {
    const service = serviceOf(destination);
    return service === undefined ? [] : [grpcCluster({ destination, service, security }, check)];
  });
  const all: readonly Built<unknown>[] = [...listeners, ...routes, ...clusters];
  return deepFreeze({
    resources: {
      listeners: resources(listeners, ({ name }) => name ?? ''),
      routes: resources(routes, ({ name }) => name ?? ''),
      clusters: resources(clusters, ({ name }) => name),
      endpoints: [],
    },
    origins: Object.fromEntries(all.flatMap(({ origins }) => origins)),
    notes: [
      ...judged.flatMap(({ refusals }) => refusals),
      ...ports.flatMap((port) => port.routes.flatMap(routeLimits)),
      ...destinations.flatMap(destinationLimits),
      ...rolloutLimits(destinations, rollouts),
    ],
    diagnostics: all.flatMap(({ diagnostics }) => diagnostics),
  });
}

/** A port that clients can dial, with the routes that they are given. */
interface DialledPort {
  readonly port: OutboundHttpPort;
  /** None where they cannot follow all. */
  readonly routes: readonly EffectiveHttpRoute[];
}

function isGrpcPort(outbound: OutboundPort): outbound is OutboundHttpPort {
  return outbound.kind === 'http' && outbound.callee.kind === 'service' && speaksGrpc(outbound.port.protocol);
}

function portRoutes(
  { port, routes }: DialledPort,
  unused: readonly EffectiveDestination[],
  check: ResourceChecker,
): Built<RouteConfiguration> {
  const { service } = port.callee;
  const { origin } = service;
  const clusters = unused.map(({ name }) => name);
  const unusedRoute = { port: `${service.name}/${port.port.name}`, clusters, origin };
  const host = {
    name: service.name,
    domains: ['*'],
    routes: [
      ...routes.map((route) => grpcRoutes(route, check)),
      ...(clusters.length === 0 ? [] : [grpcUnusedRoute(unusedRoute, check)]),
    ],
    origin,
  };
  const virtualHosts = [virtualHost(host, check)];
  return routeConfiguration({ name: routesName(port), virtualHosts, origin: port.origin }, check);
}

/** What the routes of a port do not name of its callee. Where there are no routes, there is nothing that may name it next. */
function unusedOf({ port, routes }: DialledPort, proxy: ServiceProxy): readonly EffectiveDestination[] {
  if (routes.length === 0) return [];
  const taken = routes.filter(({ match }) => match.anyOf.some(canTakeCalls));
  const named = new Set(taken.flatMap(destinationNames));
  return [...proxy.destinations, ...proxy.unusedDestinations].filter(
    ({ name, rollout, backend, port: { name: portName } }) =>
      rollout === undefined &&
      backend.service.name === port.callee.service.name &&
      portName === port.port.name &&
      !named.has(name),
  );
}

function routesName({ callee, port }: OutboundPort): string {
  return `outbound/${callee.service.name}/${port.name}`;
}

function targetNames({ callee, port }: OutboundHttpPort, ports: readonly DialledPort[]): readonly string[] {
  const { name } = callee.service;
  const isOnly = ports.filter((other) => other.port.callee.service.name === name).length === 1;
  return [`${name}:${String(port.number)}`, ...(isOnly ? [name] : [])];
}

function destinationNames({ action }: EffectiveHttpRoute): readonly string[] {
  return action.kind === 'redirect' ? [] : action.destinations.map(({ destination }) => destination);
}

function serviceOf({ backend }: EffectiveDestination): Service | undefined {
  return backend.kind === 'external-service' ? undefined : backend.service;
}

function resources<T>(built: readonly Built<T>[], name: (resource: T) => string): readonly T[] {
  return sortBy(
    built.map(({ resource }) => resource),
    name,
  );
}
