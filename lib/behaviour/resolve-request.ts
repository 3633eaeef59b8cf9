import { isIP } from 'node:net';
import { didYouMean } from '../analysis/words/did-you-mean.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import { checkRequest } from '../simulate/check-request.js';
import type { MeshRequest } from './mesh-request.js';
import { parseTarget } from './parse-target.js';
import type { RequestProblem } from './request-problem.js';
import { resolveAtGateway } from './resolve-at-gateway.js';
import { resolveFromService } from './resolve-from-service.js';
import type { ResolvedRequest } from './resolved-request.js';

/**
 * Says in the simulator's words what a request in the mesh's words means: which proxy gets it, what is dialled, what is
 * sent.
 */
export function resolveRequest(ir: MeshIr, asked: MeshRequest): ResolvedRequest | RequestProblem {
  const gateway = ir.gateways.find(({ name }) => name === asked.from);
  if (gateway === undefined && !ir.services.some(({ name }) => name === asked.from))
    return unknownSender(ir, asked.from);
  if (asked.source !== undefined && isIP(asked.source) === 0)
    return { message: `the source "${asked.source}" is no IP address`, hint: undefined };
  const target = parseTarget(asked.url);
  if ('message' in target) return target;
  const resolved =
    gateway === undefined ? resolveFromService(ir, asked, target) : resolveAtGateway(gateway, asked, target);
  if ('message' in resolved || resolved.request === undefined) return resolved;
  const impossible = checkRequest(resolved.request);
  return impossible === undefined ? resolved : { message: `no such request can exist: ${impossible}`, hint: undefined };
}

function unknownSender(ir: MeshIr, name: string): RequestProblem {
  const names = [...ir.services, ...ir.gateways].map((sender) => sender.name);
  return {
    message: `the mesh "${ir.name}" has no service or gateway "${name}"`,
    hint: didYouMean(name, names) ?? `it has ${names.join(', ')}`,
  };
}
