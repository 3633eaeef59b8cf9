import { effectiveRouteName } from '../../targets/envoy/routes/effective-route-name.js';
import type { Finding } from './finding.js';
import type { TrafficWeights } from './traffic-weights.js';

/**
 * Which share of all weighed requests a change is for: for each edge its weight, times the share of the route that took
 * the requests (before the change, or after it where none did). A route without a share of its own counts whole, so the
 * result is an upper bound where routes are not weighed. An edge without a weight counts for nothing.
 *
 * @returns 0 to 1; undefined where nothing is weighed
 */
export function trafficShare(group: readonly Finding[], { edges, routes }: TrafficWeights): number | undefined {
  const total = Object.values(edges).reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  const shareByEdge = new Map<string, Map<string, number>>();
  for (const { from, to, routes: named } of group) {
    const route = named.before ?? named.after;
    for (const edge of edgesOf(from, to, edges)) {
      const shares = shareByEdge.get(edge) ?? new Map<string, number>();
      shares.set(route ?? '', route === undefined ? 1 : (routes[effectiveRouteName(route)] ?? 1));
      shareByEdge.set(edge, shares);
    }
  }
  let changed = 0;
  for (const [edge, shares] of shareByEdge) {
    const share = [...shares.values()].reduce((sum, each) => sum + each, 0);
    changed += (edges[edge] ?? 0) * Math.min(share, 1);
  }
  return changed / total;
}

/** The weighed edges that a finding is about. */
function edgesOf(from: string | undefined, to: string, edges: TrafficWeights['edges']): readonly string[] {
  const callee = to.replace(/[@:].*$/, '');
  if (from === undefined) return Object.keys(edges).filter((edge) => edge === callee || edge.endsWith(`->${callee}`));
  return [`${from}->${callee}`, from].filter((edge) => edge in edges).slice(0, 1);
}
