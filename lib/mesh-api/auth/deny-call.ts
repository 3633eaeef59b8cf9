import { parseNodeId } from '../../xds/node-id.js';
import type { Role } from '../openapi/open-api.js';
import { problem } from '../problems/problem.js';
import type { Answer } from '../server/answer.js';
import type { Principal } from './principal.js';

/** What a call is about, as far as it decides who may make it. */
export interface CallSubject {
  readonly roles: readonly Role[];
  /** The service of the path. */
  readonly service?: string | undefined;
  /** The node of the path. */
  readonly nodeId?: string | undefined;
  /** Services that a watch is for; empty: all. */
  readonly watched?: readonly string[] | undefined;
}

/** Why a caller may not make a call; undefined where it may. */
export function denyCall(principal: Principal, subject: CallSubject): Answer | undefined {
  if (subject.roles.includes('public')) return undefined;
  switch (principal.kind) {
    case 'anonymous':
      return problem('unauthenticated', 'send a token: "Authorization: Bearer <token>"', {
        headers: { 'WWW-Authenticate': 'Bearer realm="meshwright"' },
      });
    case 'refused':
      return problem('unauthenticated', principal.reason, {
        headers: { 'WWW-Authenticate': 'Bearer realm="meshwright", error="invalid_token"' },
      });
    case 'known': {
      const { role, name } = principal;
      if (!subject.roles.includes(role))
        return problem('forbidden', `"${name}" has the role ${role}, and this is for ${subject.roles.join(', ')}`);
      return role === 'workload' ? denyWorkload(principal, subject) : undefined;
    }
  }
}

function denyWorkload(
  { name, services }: Extract<Principal, { readonly role: 'workload' }>,
  { service, nodeId, watched }: CallSubject,
): Answer | undefined {
  const asked = nodeId === undefined ? (watched ?? [service ?? '']) : [serviceOfNode(nodeId)];
  const foreign = asked.find((each) => !services.includes(each));
  if (foreign === undefined) return undefined;
  return problem('forbidden', `"${name}" is limited to ${services.join(', ')}`);
}

/** The service that a node belongs to; "" for a gateway and for what is no node. */
function serviceOfNode(nodeId: string): string {
  const node = parseNodeId(nodeId);
  if (node === undefined || node.kind === 'gateway') return '';
  return node.owner.split('/')[0] ?? '';
}
