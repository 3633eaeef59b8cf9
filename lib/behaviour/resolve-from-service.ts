import { isIP } from 'node:net';
import { didYouMean } from '../analysis/words/did-you-mean.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import type { Port } from '../ir/port.js';
import type { Service } from '../ir/service.js';
import { connectionTo } from './connection-to.js';
import { documentationAddresses } from './documentation-addresses.js';
import { findCallee, type NamedCallee } from './find-callee.js';
import { httpRequestTo } from './http-request-to.js';
import type { MeshRequest } from './mesh-request.js';
import type { Target } from './parse-target.js';
import type { RequestProblem } from './request-problem.js';
import type { ResolvedRequest } from './resolved-request.js';

/** A request of a service's own program, caught by the proxy beside it. */
export function resolveFromService(ir: MeshIr, asked: MeshRequest, target: Target): ResolvedRequest | RequestProblem {
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
  const source = asked.source ?? documentationAddresses.pod;
  return {
    start: {
      proxy: asked.from,
      // The pod's rules redirect what its workload dials to this listener.
      redirectedTo: 'outbound',
      connection: connectionTo(addressOf(callee, host), port, source, target),
    },
    request: isBytes ? undefined : httpRequestTo(asked, { target, authority, source, port }),
  };
}

function calleeOf(ir: MeshIr, asked: MeshRequest, target: Target): NamedCallee | RequestProblem | undefined {
  if (asked.to === undefined) return target.host === undefined ? undefined : findCallee(ir, target.host);
  const { name } = asked.to;
  const service = ir.services.find((each) => each.name === name);
  if (service !== undefined) return { kind: 'service', service };
  const external = ir.externalServices.find((each) => each.name === name);
  if (external !== undefined) return { kind: 'external-service', service: external };
  const names = [...ir.services, ...ir.externalServices].map((each) => each.name);
  return {
    message: `the mesh "${ir.name}" has no service "${name}"`,
    hint: didYouMean(name, names),
  };
}

function portOf(callee: NamedCallee | undefined, { to }: MeshRequest, target: Target): number | RequestProblem {
  if (target.port !== undefined) return target.port;
  const ports: readonly Port[] = callee?.service.ports ?? [];
  const names = `"${callee?.service.name ?? ''}" has the ports ${ports.map(({ name }) => name).join(', ')}`;
  if (to?.port !== undefined) {
    const named = ports.find(({ name }) => name === to.port);
    return named?.number ?? { message: `there is no port "${to.port}"`, hint: names };
  }
  const usual = { http: 80, https: 443, tcp: undefined, tls: undefined }[target.scheme ?? 'tcp'];
  if (usual !== undefined) return usual;
  const [first, ...others] = ports;
  if (first === undefined) return 80;
  return others.length === 0 ? first.number : { message: 'the request does not say which port it is for', hint: names };
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
  return fixed ?? documentationAddresses.callee;
}

function firstCallee(ir: MeshIr, from: string): string {
  const [call] = ir.services.find((service: Service) => service.name === from)?.calls ?? [];
  const service = ir.services.find(({ name }) => name === call?.callee.name);
  return service === undefined ? 'HOST:PORT' : `${service.name}:${service.ports[0]?.number ?? 80}`;
}
