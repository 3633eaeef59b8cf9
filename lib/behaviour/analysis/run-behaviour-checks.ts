import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { orderDiagnostics } from '../../diagnostics/render/order-diagnostics.js';
import { routeReach } from '../../simulate/sets/route-reach.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import type { BehaviourCheckContext } from './behaviour-check-context.js';
import { declaredTables } from './declared-tables.js';
import { behaviourChecks } from '../checks/index.js';

/** What sidecars and gateways alike do to a path before a route sees it. */
const path = { escapedSlashes: 'keep', normalize: true, mergeSlashes: false } as const;

/**
 * Says what is wrong with what a compiled mesh does, in reading order: by file, line, column and code.
 */
export function runBehaviourChecks(simulated: SimulatedMesh): readonly Diagnostic[] {
  const declared = [...declaredTables(simulated.mesh.ir)].map((each) => ({
    ...each,
    reach: routeReach(each.table, { path }),
  }));
  const context: BehaviourCheckContext = { simulated, declared };
  return orderDiagnostics(behaviourChecks.flatMap((check) => check.run(context)));
}
