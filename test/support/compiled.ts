import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import type { EffectiveMesh } from '../../lib/ir/effective-mesh.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';

/** The effective mesh of a program that has no errors. */
export function compiled(ir: MeshIr): EffectiveMesh {
  const { mesh, diagnostics } = compileMesh(ir);
  if (mesh === undefined) throw new Error(`the test's mesh has errors: ${JSON.stringify(diagnostics, undefined, 2)}`);
  return mesh;
}
