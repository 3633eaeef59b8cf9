import { runEffectiveChecks } from '../analysis/effective/run-effective-checks.js';
import { runChecks } from '../analysis/run-checks.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { hasErrors } from '../diagnostics/has-errors.js';
import { onlyNew } from '../diagnostics/only-new.js';
import { orderDiagnostics } from '../diagnostics/render/order-diagnostics.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import { applyConfiguration } from '../passes/apply-configuration.js';
import { applyRollouts } from '../passes/apply-rollouts.js';
import { expandPolicies } from '../passes/expand-policies.js';
import { resolveReferences } from '../passes/resolve-references.js';

/** What the front half of the compiler makes of a declared mesh. */
export interface CompiledMesh {
  /** Absent when there are errors. */
  readonly mesh?: EffectiveMesh;
  /** What a rollout of a configuration would make of the mesh, as if it were the mesh; absent where there is none. */
  readonly candidate?: EffectiveMesh;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes a declared mesh to one with nothing left to decide, in the order of the stages below. Stops where the next
 * stage would lie.
 */
export function compileMesh(declared: MeshIr): CompiledMesh {
  const diagnostics = runChecks(declared);
  if (hasErrors(diagnostics)) return { diagnostics };
  const resolved = resolveReferences(declared); // trusts names and ports, which the checks have found sound
  const expanded = expandPolicies(applyRollouts(resolved));
  const found = [...diagnostics, ...expanded.diagnostics];
  if (expanded.mesh === undefined) return { diagnostics: found };
  const judged = [...found, ...runEffectiveChecks(expanded.mesh)];
  const { mesh, candidate, diagnostics: ofCandidate } = withConfiguration(declared, expanded.mesh);
  // One function may have declared both: what is said of one need not be said of the other.
  const all = orderDiagnostics([...judged, ...onlyNew(ofCandidate, judged)]);
  if (mesh === undefined || hasErrors(all)) return { diagnostics: all };
  return { mesh, ...(candidate === undefined ? {} : { candidate }), diagnostics: all };
}

/** Compiles the configuration that a rollout tries; the checks have found one rollout at most then. */
function withConfiguration(declared: MeshIr, mesh: EffectiveMesh): CompiledMesh {
  for (const rollout of declared.rollouts) {
    const { subject } = rollout;
    if (subject.kind !== 'configuration') continue;
    const { mesh: candidate, diagnostics } = compileMesh({ ...declared, ...subject.candidate, rollouts: [] });
    if (candidate === undefined) return { diagnostics };
    const applied = applyConfiguration(mesh, candidate, { rollout, subject });
    return { mesh: applied.mesh, candidate, diagnostics: [...diagnostics, ...applied.diagnostics] };
  }
  return { mesh, diagnostics: [] };
}
