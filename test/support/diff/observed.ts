import type { MeshRequest } from '../../../lib/behaviour/mesh-request.js';
import type { SimulatedMesh } from '../../../lib/behaviour/simulated-mesh.js';
import { traceRequest } from '../../../lib/behaviour/trace-request.js';
import type { Decision } from '../../../lib/simulate/decision.js';

/**
 * Everything that one request shows of a mesh, by simulation: what it comes to and how likely, and the policies on its
 * way. No name of a route, virtual host, listener or cluster is in it.
 */
export function observed(mesh: SimulatedMesh, request: MeshRequest): string {
  const trace = traceRequest(mesh, request);
  if ('message' in trace) return trace.message;
  const results = trace.results.map(({ probability, end, way }) =>
    JSON.stringify({ probability, end, way: way.map(({ decision }) => policiesOf(decision)) }),
  );
  return results.sort().join('\n');
}

function policiesOf(decision: Decision | undefined): unknown {
  if (decision === undefined) return undefined;
  const { fault, outcome } = decision;
  if (outcome.kind !== 'forward') return { fault, kind: outcome.kind };
  const { requestTimeoutMs, idleTimeoutMs, retries, hash, destinations } = outcome;
  const responses = destinations.map(({ responseMutations }) => responseMutations);
  return { fault: fault && { ...fault, onlyTo: undefined }, requestTimeoutMs, idleTimeoutMs, retries, hash, responses };
}
