import type { Mesh } from '../../../constructs/mesh.js';
import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import { renderText } from '../../diagnostics/render/text.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { Misuse } from '../misuse.js';

// A cache, not state: the IR is frozen, and the mesh makes a new one when it changes.
const simulatedByIr = new WeakMap<MeshIr, SimulatedMesh>();

/**
 * The mesh as declared by now, ready to be asked; compiled once until it changes. A mesh with errors is never asked:
 * throws `Misuse` with its diagnostics.
 */
export function simulatedMeshOf(mesh: Mesh): SimulatedMesh {
  const ir = mesh.toIr();
  const known = simulatedByIr.get(ir);
  if (known !== undefined) return known;
  const simulated = mesh.simulate();
  if (simulated === undefined) {
    const errors = mesh.diagnostics().filter(({ severity }) => severity === 'error');
    throw new Misuse(
      `the mesh "${mesh.node.id}" has errors, so that nobody knows what it does\n\n${renderText(errors)}`,
    );
  }
  simulatedByIr.set(ir, simulated);
  return simulated;
}
