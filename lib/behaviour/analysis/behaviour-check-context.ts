import type { RouteReach } from '../../simulate/sets/route-reach.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import type { DeclaredTable } from './declared-tables.js';

/** What a check of behaviour may look at. All of it is read-only and shared between checks. */
export interface BehaviourCheckContext {
  readonly simulated: SimulatedMesh;
  /** What each owner's own routes take of each other. */
  readonly declared: readonly DeclaredReach[];
}

/** A declared table, and for each of its routes whether it takes a request. */
export interface DeclaredReach extends DeclaredTable {
  /** One entry a place, in order. */
  readonly reach: readonly RouteReach[];
}
