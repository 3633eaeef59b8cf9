import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { orderDiagnostics } from '../../diagnostics/render/order-diagnostics.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { effectiveChecks } from './checks/index.js';
import { createEffectiveCheckContext } from './effective-check-context.js';

/**
 * Says what is wrong with a mesh as a whole, once its routes are joined and its policies resolved, in reading order: by
 * file, line, column and code.
 */
export function runEffectiveChecks(mesh: EffectiveMesh): readonly Diagnostic[] {
  const context = createEffectiveCheckContext(mesh);
  return orderDiagnostics(effectiveChecks.flatMap((check) => check.run(context)));
}
