import { runEffectiveChecks } from '../analysis/effective/run-effective-checks.js';
import { runChecks } from '../analysis/run-checks.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { orderDiagnostics } from '../diagnostics/render/order-diagnostics.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import { applyRollouts } from '../passes/apply-rollouts.js';
import { expandPolicies } from '../passes/expand-policies.js';
import { resolveReferences } from '../passes/resolve-references.js';

/** What the front half of the compiler makes of a declared mesh. */
export interface CompiledMesh {
  /** Absent when there are errors. */
  readonly mesh?: EffectiveMesh;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes a declared mesh to one with nothing left to decide, in the order of the stages below. Stops where the next
 * stage would lie.
 */
export function compileMesh(declared: MeshIr): CompiledMesh {
  const diagnostics = runChecks(declared);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  const resolved = resolveReferences(declared); // trusts names and ports, which the checks have found sound
  const expanded = expandPolicies(applyRollouts(resolved));
  const found = [...diagnostics, ...expanded.diagnostics];
  if (expanded.mesh === undefined) return { diagnostics: found };
  const all = orderDiagnostics([...found, ...runEffectiveChecks(expanded.mesh)]);
  return all.some(({ severity }) => severity === 'error')
    ? { diagnostics: all }
    : { mesh: expanded.mesh, diagnostics: all };
}
