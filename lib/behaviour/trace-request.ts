import type { MeshRequest } from './mesh-request.js';
import type { RequestProblem } from './request-problem.js';
import { resolveRequest } from './resolve-request.js';
import type { SimulatedMesh } from './simulated-mesh.js';
import { traceThrough } from './trace-through.js';
import type { Trace } from './trace.js';

/** Follows a request through a mesh to everything that it may come to; or says why there is no such request. */
export function traceRequest({ mesh, network }: SimulatedMesh, asked: MeshRequest): Trace | RequestProblem {
  const resolved = resolveRequest(mesh.ir, asked);
  return 'message' in resolved ? resolved : traceThrough(network, resolved);
}
