import { isIP } from 'node:net';
import type { Gateway } from '../ir/gateway.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Port } from '../ir/port.js';
import type { Service } from '../ir/service.js';
import { checkRequest } from '../simulate/check-request.js';
import type { HttpRequest } from '../simulate/http-request.js';
import { nearestName } from '../util/nearest-name.js';
import { findCallee, type NamedCallee } from './find-callee.js';
import type { MeshRequest } from './mesh-request.js';
import { parseTarget, type Target } from './parse-target.js';
import type { RequestProblem } from './request-problem.js';
import type { ResolvedRequest } from './resolved-request.js';

/** Addresses of nobody, from the ranges kept for documentation (RFC 5737). */
const addresses = { client: '203.0.113.7', pod: '192.0.2.10', callee: '198.51.100.1' };
const somePort = 49_152;

/**
 * Says in the simulator's words what a request in the mesh's words means: which proxy gets it, what is dialled, what is
 * sent. A service's requests are caught by its own proxy; a gateway is dialled from outside.
 */
export function resolveRequest(ir: MeshIr, asked: MeshRequest): ResolvedRequest | RequestProblem {
  const service = ir.services.find(({ name }) => name === asked.from);
  const gateway = ir.gateways.find(({ name }) => name === asked.from);
  if (service === undefined && gateway === undefined) return unknownSender(ir, asked.from);
  if (asked.source !== undefined && isIP(asked.source) === 0)
    return { message: `the source "${asked.source}" is no IP address`, hint: undefined };
  const target = parseTarget(asked.url);
  if ('message' in target) return target;
  const resolved = gateway === undefined ? fromService(ir, asked, target) : throughGateway(gateway, asked, target);
  if ('message' in resolved || resolved.request === undefined) return resolved;
  const impossible = checkRequest(resolved.request);
  return impossible === undefined ? resolved : { message: `no such request can exist: ${impossible}`, hint: undefined };
}

function unknownSender(ir: MeshIr, name: string): RequestProblem {
  const names = [...ir.services, ...ir.gateways].map((sender) => sender.name);
  const near = nearestName(name, names);
  return {
    message: `the mesh "${ir.name}" has no service or gateway "${name}"`,
    hint: near === undefined ? `it has ${names.join(', ')}` : `did you mean "${near}"?`,
  };
}

function throughGateway(gateway: Gateway, asked: MeshRequest, target: Target): ResolvedRequest | RequestProblem {
  const isBytes = target.scheme === 'tcp' || target.scheme === 'tls';
  const wanted = asked.to?.port;
  const byName = gateway.ports.find(({ name }) => name === wanted);
  const only = gateway.ports.length === 1 ? gateway.ports[0]?.number : undefined;
  const defaultPort = target.scheme === 'https' ? 443 : 80;
  const number = byName?.number ?? target.port ?? only ?? defaultPort;
  const hostHeader = asked.headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const [firstHost = '*'] = gateway.hosts;
  if (hostHeader === undefined && target.authority === undefined && gateway.hosts.length > 1)
    return {
      message: `the gateway "${gateway.name}" serves several hosts, and the request to "${asked.url}" names none`,
      hint: `write a whole URL, for example http://${firstHost.replace('*', 'www')}${target.path}`,
    };
  const authority =
    hostHeader ?? target.authority ?? (firstHost === '*' ? gateway.name : firstHost.replace('*', 'www'));
  const source = asked.source ?? addresses.client;
  return {
    start: {
      proxy: gateway.name,
      redirectedTo: undefined,
      connection: connectionTo(addresses.callee, number, source, target),
    },
    request: isBytes ? undefined : httpRequest(asked, { target, authority, source, port: number }),
  };
}

function fromService(ir: MeshIr, asked: MeshRequest, target: Target): ResolvedRequest | RequestProblem {
  const callee = calleeOf(ir, asked, target);
  if (callee !== undefined && 'message' in callee) return callee;
  const host = asked.to === undefined ? target.host : callee === undefined ? undefined : ownHost(callee);
  if (host === undefined)
    return {
      message: `the request from "${asked.from}" to "${asked.url}" does not say which service it is for`,
      hint: `write a whole URL, for example http://${firstCallee(ir, asked.from)}${target.path}`,
    };
  const port = portOf(callee, asked, target);
  if (typeof port !== 'number') return port;
  const isBytes = target.scheme === 'tcp' || target.scheme === 'tls' || speaksBytes(callee, port);
  const hostHeader = asked.headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const written = asked.to === undefined ? target.authority : undefined;
  const authority = hostHeader ?? written ?? `${host}:${port}`;
  const source = asked.source ?? addresses.pod;
  return {
    start: {
      proxy: asked.from,
      // The pod's rules redirect what its workload dials to this listener.
      redirectedTo: 'outbound',
      connection: connectionTo(addressOf(callee, host), port, source, target),
    },
    request: isBytes ? undefined : httpRequest(asked, { target, authority, source, port }),
  };
}

function calleeOf(ir: MeshIr, asked: MeshRequest, target: Target): NamedCallee | RequestProblem | undefined {
  if (asked.to === undefined) return target.host === undefined ? undefined : findCallee(ir, target.host);
  const { name } = asked.to;
  const service = ir.services.find((each) => each.name === name);
  if (service !== undefined) return { kind: 'service', service };
  const external = ir.externalServices.find((each) => each.name === name);
  if (external !== undefined) return { kind: 'external-service', service: external };
  const near = nearestName(
    name,
    [...ir.services, ...ir.externalServices].map((each) => each.name),
  );
  return {
    message: `the mesh "${ir.name}" has no service "${name}"`,
    hint: near === undefined ? undefined : `did you mean "${near}"?`,
  };
}

function portOf(callee: NamedCallee | undefined, asked: MeshRequest, target: Target): number | RequestProblem {
  if (target.port !== undefined) return target.port;
  const ports: readonly Port[] = callee?.service.ports ?? [];
  const wanted = asked.to?.port;
  if (wanted !== undefined) {
    const named = ports.find(({ name }) => name === wanted);
    if (named !== undefined) return named.number;
    const names = ports.map(({ name }) => name).join(', ');
    return { message: `"${callee?.service.name ?? ''}" has no port "${wanted}"`, hint: `it has ${names}` };
  }
  if (target.scheme !== undefined && target.scheme !== 'tcp' && target.scheme !== 'tls')
    return target.scheme === 'https' ? 443 : 80;
  const [first, ...others] = ports;
  if (first !== undefined && others.length === 0) return first.number;
  if (first === undefined) return 80;
  const names = ports.map(({ name }) => name).join(', ');
  return { message: `"${callee?.service.name ?? ''}" has several ports`, hint: `name one of ${names}` };
}

function speaksBytes(callee: NamedCallee | undefined, number: number): boolean {
  return callee?.service.ports.some((port) => port.number === number && port.protocol === 'tcp') ?? false;
}

function ownHost(callee: NamedCallee): string {
  return callee.kind === 'service' ? callee.service.name : (callee.service.hosts[0] ?? callee.service.name);
}

function addressOf(callee: NamedCallee | undefined, host: string): string {
  if (isIP(host) !== 0) return host;
  const fixed =
    callee?.kind === 'service'
      ? callee.service.clusterIp
      : callee?.service.endpoints.find(({ address }) => isIP(address) !== 0)?.address;
  return fixed ?? addresses.callee;
}

function connectionTo(
  destinationAddress: string,
  destinationPort: number,
  sourceAddress: string,
  { scheme, host }: Target,
): ResolvedRequest['start']['connection'] {
  const isTls = scheme === 'https' || scheme === 'tls';
  const serverName = host === undefined || isIP(host) !== 0 ? undefined : host.toLowerCase();
  const tls = isTls ? { serverName, applicationProtocols: scheme === 'https' ? ['h2', 'http/1.1'] : [] } : undefined;
  return { destinationAddress, destinationPort, sourceAddress, sourcePort: somePort, tls };
}

function httpRequest(
  { method, headers }: MeshRequest,
  { target, authority, source, port }: { target: Target; authority: string; source: string; port: number },
): HttpRequest {
  return {
    method,
    authority,
    path: target.path,
    scheme: target.scheme === 'https' ? 'https' : 'http',
    headers: headers.filter(([name]) => name.toLowerCase() !== 'host'),
    source,
    port,
  };
}

function firstCallee(ir: MeshIr, from: string): string {
  const [call] = ir.services.find((service: Service) => service.name === from)?.calls ?? [];
  const service = ir.services.find(({ name }) => name === call?.callee.name);
  return service === undefined ? 'HOST:PORT' : `${service.name}:${service.ports[0]?.number ?? 80}`;
}
