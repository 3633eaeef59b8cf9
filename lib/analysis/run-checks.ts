import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { orderDiagnostics } from '../diagnostics/render/order-diagnostics.js';
import type { MeshIr } from '../ir/mesh-ir.js';
import { createCheckContext } from './check-context.js';
import { checks } from './checks/index.js';

/**
 * Says everything that is wrong with a declared mesh, in reading order: by file, line, column and code. A mesh without
 * errors is sound enough for the passes, which judge nothing of this again.
 */
export function runChecks(ir: MeshIr): readonly Diagnostic[] {
  const context = createCheckContext(ir);
  return orderDiagnostics(checks.flatMap((check) => check.run(context)));
}
