import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { buildCallGraph, type CallGraph } from './call-graph.js';

/** What a check of the effective mesh may look at. All of it is read-only and shared between checks. */
export interface EffectiveCheckContext {
  /** The mesh with every reference sound and every policy resolved. */
  readonly mesh: EffectiveMesh;
  /** Who really sends to whom, by way of what. */
  readonly graph: CallGraph;
}

/**
 * Prepares an effective mesh for its checks: builds its call graph once.
 */
export function createEffectiveCheckContext(mesh: EffectiveMesh): EffectiveCheckContext {
  return { mesh, graph: buildCallGraph(mesh) };
}
