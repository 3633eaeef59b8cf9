import type { RequestStep } from '../../simulate/network/request-step.js';
import { blackholeCluster } from '../../targets/envoy/listeners/capture-listener.js';
import { undeclaredRoute } from '../../targets/envoy/routes/undeclared-host.js';

/** Why a mesh refuses a request at a proxy, in words; undefined where it does not. */
export function denialOf({ proxy, decision, branches, accepted }: RequestStep): string | undefined {
  if (decision?.route?.name === undeclaredRoute && decision.outcome.kind === 'direct-response')
    return `service "${proxy}" does not declare a call to "${decision.request.authority}"`;
  const isBlackHole = branches.length > 0 && branches.every(({ cluster }) => cluster === blackholeCluster);
  if (accepted.kind === 'accepted' && decision === undefined && isBlackHole)
    return `service "${proxy}" declares no call to this address and port`;
  return undefined;
}
