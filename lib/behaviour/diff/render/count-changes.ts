import type { ChangeSeverity } from '../change-severity.js';
import type { MeshDiff } from '../mesh-diff.js';

/** How many changes there are of each weight. */
export function countChanges(meshes: readonly MeshDiff[]): Readonly<Record<ChangeSeverity, number>> {
  const count = { breaking: 0, risky: 0, neutral: 0 };
  for (const { changes } of meshes) for (const { severity } of changes) count[severity] += 1;
  return count;
}
