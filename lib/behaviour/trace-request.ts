import { followRequest } from '../simulate/network/follow-request.js';
import { requestResults } from '../simulate/network/request-results.js';
import { InternalError } from '../util/internal-error.js';
import type { MeshRequest } from './mesh-request.js';
import type { RequestProblem } from './request-problem.js';
import { resolveRequest } from './resolve-request.js';
import type { SimulatedMesh } from './simulated-mesh.js';
import type { Trace } from './trace.js';

/** Follows a request through a mesh to everything that it may come to; or says why there is no such request. */
export function traceRequest({ mesh, network }: SimulatedMesh, asked: MeshRequest): Trace | RequestProblem {
  const resolved = resolveRequest(mesh.ir, asked);
  if ('message' in resolved) return resolved;
  const step = followRequest(network, resolved.start, resolved.request);
  if (step === undefined) throw new InternalError(`"${asked.from}" was found in the IR, and has no proxy`);
  const share = ({ probability: { numerator, denominator } }: Trace['results'][number]): number =>
    numerator / denominator;
  const results = [...requestResults(step)].sort((left, right) => share(right) - share(left));
  return { ...resolved, step, results };
}
