import { simulateIr } from '../../../lib/behaviour/simulate-ir.js';
import type { SimulatedMesh } from '../../../lib/behaviour/simulated-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';

/** A mesh that compiles, ready to be asked. */
export function simulated(ir: MeshIr): SimulatedMesh {
  const { simulated: mesh, diagnostics } = simulateIr(ir);
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return mesh;
}
