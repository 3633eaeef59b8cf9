import type { Admission, XdsClient } from '../xds/admission.js';
import { nodeGroup, parseNodeId } from '../xds/node-id.js';

/**
 * Admits every node whose id is well formed to the group that its id names, whether there is one yet or not: it waits then.
 * For networks where everybody may read every proxy's configuration.
 */
export function admitByNodeId({ nodeId }: Pick<XdsClient, 'nodeId'>): Admission {
  const parsed = parseNodeId(nodeId);
  return parsed === undefined
    ? { kind: 'refused', reason: `node id "${nodeId}" is not of the form <kind>~<owner>~<instance>` }
    : { kind: 'admitted', group: nodeGroup(parsed) };
}
