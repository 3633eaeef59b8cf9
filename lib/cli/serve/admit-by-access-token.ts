import type { ServedOwners } from '../../control-plane/secure-server.js';
import { findToken } from '../../mesh-api/auth/find-token.js';
import type { StoredToken } from '../../mesh-api/auth/stored-token.js';
import type { Admission, Admit } from '../../xds/admission.js';
import { nodeGroup, parseNodeId, type NodeId } from '../../xds/node-id.js';

/** Who holds which token, and who is who. */
export interface AccessTokenAdmission extends Pick<ServedOwners, 'spiffeIdOf'> {
  readonly tokens: () => readonly StoredToken[];
}

/**
 * Admits nodes by the tokens of the mesh API: an operator's to any group, a workload's to the groups of its service, or of the
 * gateway of that name.
 */
export function admitByAccessToken({ tokens, spiffeIdOf }: AccessTokenAdmission): Admit {
  return ({ nodeId, bearerToken }) => {
    if (bearerToken === undefined) return refuse('there is no bearer token');
    const token = findToken(tokens(), bearerToken);
    if (token === undefined) return refuse('the bearer token is none of the mesh API');
    const node = parseNodeId(nodeId);
    if (node === undefined || spiffeIdOf(node) === undefined) return refuse(`there is no group for node "${nodeId}"`);
    const problem = problemOf(token, node, spiffeIdOf);
    return problem === undefined ? { kind: 'admitted', group: nodeGroup(node) } : refuse(problem);
  };
}

function problemOf(token: StoredToken, node: NodeId, spiffeIdOf: ServedOwners['spiffeIdOf']): string | undefined {
  switch (token.role) {
    case 'operator':
      return undefined;
    case 'reader':
      return `the token "${token.name}" is a reader's`;
    case 'workload': {
      const [owner = ''] = node.owner.split('/');
      // Where a service and a gateway have one name, it is the service that the token is for.
      const isService = spiffeIdOf({ kind: 'grpc', owner: token.service }) !== undefined;
      const isOwn = owner === token.service && (node.kind === 'gateway') !== isService;
      return isOwn ? undefined : `the token "${token.name}" is for nodes of ${token.service}`;
    }
  }
}

function refuse(reason: string): Admission {
  return { kind: 'refused', reason };
}
