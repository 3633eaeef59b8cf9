import type { EffectiveHttpRoute, OutboundPort, ServiceProxy } from '../../ir/effective-mesh.js';
import type { HeaderOperations } from '../../ir/header-operations.js';
import type { GrpcNote } from './grpc-note.js';
import { canTakeCalls } from './grpc-matches.js';
import { speaksGrpc } from './speaks-grpc.js';

/** Headers that a client's transport writes: the balancer does not see them, so a condition on them would never hold. */
const unseenHeader = /^(?::.*|host|user-agent|te|grpc-.*|.*-bin)$/u;

/**
 * Why a gRPC client cannot call a port at all; empty where it can. One route that calls can meet and that a client cannot
 * follow refuses the port: left out, its calls would go by the next route, to where nobody wants them.
 */
export function grpcRefusals(outbound: OutboundPort, destinations: ServiceProxy['destinations']): readonly GrpcNote[] {
  const { callee, port, origin } = outbound;
  const refuse = (at: GrpcNote['origin'], why: string): GrpcNote => ({
    origin: at,
    what: `no gRPC client can call ${callee.service.name}:${String(port.number)}: ${why}`,
  });
  if (callee.kind === 'external-service')
    return [refuse(origin, 'it is outside the mesh, so the control plane knows no endpoints of it')];
  if (outbound.kind === 'tcp' || !speaksGrpc(port.protocol))
    return [refuse(origin, `its protocol is ${port.protocol}; gRPC needs "grpc" or "http2"`)];
  const refusedDestinations = new Map(
    destinations
      .filter(({ backend, protocol }) => backend.kind === 'external-service' || !speaksGrpc(protocol))
      .map((destination) => [destination.name, destination]),
  );
  return outbound.routes
    .filter(({ match }) => match.anyOf.some(canTakeCalls))
    .flatMap((route) => {
      const reasons = [...routeReasons(route), ...destinationReasons(route, new Set(refusedDestinations.keys()))];
      return reasons.map((why) => refuse(route.origin, `route "${route.name}" ${why}`));
    });
}

function routeReasons(route: EffectiveHttpRoute): readonly string[] {
  const { action, match } = route;
  const terms = match.anyOf.filter(canTakeCalls);
  const unseen = terms
    .flatMap(({ headers }) => headers.map(({ name }) => name))
    .find((name) => unseenHeader.test(name));
  const changesHeaders = [route.requestHeaders, route.responseHeaders].some(hasOperations);
  return [
    ...(terms.some(({ paths }) => paths.length > 1) ? ['compares the path with two conditions'] : []),
    ...(unseen === undefined ? [] : [`compares the header "${unseen}", which a gRPC client does not see`]),
    ...(action.kind === 'redirect' ? ['redirects'] : []),
    ...(action.kind === 'forward' && action.rewrite !== undefined ? ['rewrites the path or the host'] : []),
    ...(changesHeaders ? ['changes headers'] : []),
  ];
}

function hasOperations(operations: HeaderOperations | undefined): boolean {
  return operations !== undefined && operations.remove.length + operations.set.length + operations.add.length > 0;
}

function destinationReasons({ action }: EffectiveHttpRoute, refused: ReadonlySet<string>): readonly string[] {
  if (action.kind === 'redirect') return [];
  const bad = action.destinations.find(({ destination }) => refused.has(destination));
  return bad === undefined ? [] : [`sends to ${bad.destination}, which is outside the mesh or speaks no gRPC`];
}
