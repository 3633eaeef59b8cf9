import type { MeshRequest } from '../../behaviour/mesh-request.js';
import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import { traceRequest } from '../../behaviour/trace-request.js';
import type { Asked } from '../asked.js';
import { Misuse } from '../misuse.js';
import { unknownOfStep } from '../../behaviour/unknown-of-step.js';

/** Follows a request through a mesh. Throws `Misuse` where there is no such request. */
export function askMesh(simulated: SimulatedMesh, request: MeshRequest): Asked {
  const trace = traceRequest(simulated, request);
  if ('message' in trace) throw new Misuse(trace.message, trace.hint);
  return { simulated, trace, unknown: unknownOfStep(trace.step) };
}
