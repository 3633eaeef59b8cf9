import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { latenciesToJudge } from '../latency/latencies-to-judge.js';
import type { LatencyModel } from '../latency/latency-model.js';
import { buildCallGraph, type CallGraph } from './call-graph.js';
import { routeSites, type EffectiveRouteSite } from './route-sites.js';

/** What a check of the effective mesh may look at. All of it is read-only and shared between checks. */
export interface EffectiveCheckContext {
  /** The mesh with every reference sound and every policy resolved. */
  readonly mesh: EffectiveMesh;
  /** Who really sends to whom, by way of what. */
  readonly graph: CallGraph;
  /** How long requests take and how busy versions are, as declared; computed when first asked for. */
  readonly latency: () => LatencyModel;
  /** Every route once, in the order of proxies. */
  readonly routes: readonly EffectiveRouteSite[];
}

/**
 * Prepares an effective mesh for its checks: builds its call graph and lists its routes once.
 */
export function createEffectiveCheckContext(mesh: EffectiveMesh): EffectiveCheckContext {
  const latencyOf = memoiseByObject(latenciesToJudge);
  return { mesh, latency: () => latencyOf(mesh), graph: buildCallGraph(mesh), routes: routeSites(mesh) };
}
