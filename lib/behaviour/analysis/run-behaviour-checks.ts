import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { orderDiagnostics } from '../../diagnostics/render/order-diagnostics.js';
import { routeReach } from '../../simulate/sets/route-reach.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import type { BehaviourCheckContext } from './behaviour-check-context.js';
import { declaredTables } from './declared-tables.js';
import { behaviourChecks } from '../checks/index.js';

/** What proxies do to a path before a route sees it. */
const pathOptions = {
  service: { escapedSlashes: 'keep', normalize: true, mergeSlashes: false },
  gateway: { escapedSlashes: 'redirect', normalize: true, mergeSlashes: true },
} as const;

/**
 * Says what is wrong with what a compiled mesh does, in reading order: by file, line, column and code.
 */
export function runBehaviourChecks(simulated: SimulatedMesh): readonly Diagnostic[] {
  const declared = [...declaredTables(simulated.mesh.ir)].map((each) => ({
    ...each,
    reach: routeReach(each.table, { path: pathOptions[each.owner.kind] }),
  }));
  const context: BehaviourCheckContext = { simulated, declared };
  return orderDiagnostics(behaviourChecks.flatMap((check) => check.run(context)));
}
