import type { RequestSet } from '../../simulate/sets/request-set.js';
import { sortBy } from '../../util/sort-by.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { httpWays } from './http-ways.js';
import type { ReachEdge, ReachWay } from './reach-edge.js';
import { tcpWays } from './tcp-ways.js';

/**
 * Where requests and connections of a service or gateway can end, sorted by callee. Decided on what its proxy runs on: a
 * declared call whose routes are never taken is no edge.
 *
 * @param within the HTTP requests that count, and then no connections do; all where undefined
 */
export function edgesFrom(simulated: SimulatedMesh, from: string, within?: RequestSet): readonly ReachEdge[] {
  const waysByCallee = new Map<string, ReachWay[]>();
  const ways = [...httpWays(simulated, from, within), ...(within === undefined ? tcpWays(simulated, from) : [])];
  for (const { to, way } of ways) waysByCallee.set(to, [...(waysByCallee.get(to) ?? []), way]);
  const edges = [...waysByCallee].map(([to, own]): ReachEdge => ({ from, to, ways: own }));
  return sortBy(edges, ({ to }) => to);
}
