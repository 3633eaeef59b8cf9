import type { Admission } from '../../xds/admission.js';
import { nodeGroup, parseNodeId, type NodeId } from '../../xds/node-id.js';

/** Says whom the nodes of a group are, by the mesh that is served; undefined for a group that there is not. */
export type SpiffeIdOfGroup = (group: Pick<NodeId, 'kind' | 'owner'>) => string | undefined;

/** Admits a node to its group if it is who the group is. Only a proof of exactly that identity counts. */
export function admitOwner(nodeId: string, proven: string, spiffeIdOf: SpiffeIdOfGroup): Admission {
  const node = parseNodeId(nodeId);
  if (node === undefined) return refuse(`node id "${nodeId}" is not of the form <kind>~<owner>~<instance>`);
  const wanted = spiffeIdOf(node);
  if (wanted === undefined) return refuse(`there is no group "${nodeGroup(node)}"`);
  return proven === wanted
    ? { kind: 'admitted', group: nodeGroup(node) }
    : refuse(`node "${nodeId}" has to prove to be ${wanted}; it proved to be ${proven}`);
}

function refuse(reason: string): Admission {
  return { kind: 'refused', reason };
}
