import { sortBy } from '../../util/sort-by.js';
import type { RequestProblem } from '../request-problem.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { edgesFrom } from './edges-from.js';
import { elementKind } from './element-kind.js';
import { limitsProblem } from './limits-problem.js';
import { limitsSet } from './limits-set.js';
import type { ReachAnswer, ReachFound } from './reach-answer.js';
import type { ReachEdge } from './reach-edge.js';
import type { RequestLimits } from './request-limits.js';
import { unknownElement } from './unknown-element.js';

/**
 * Everybody whose requests can end at a service: direct callers, then those who reach them, with a shortest chain. A
 * sender further away makes the one before the service call it.
 *
 * @param limits of the request that the service gets, as its direct caller sends it; all where undefined
 */
export function whoCanReach(
  simulated: SimulatedMesh,
  service: string,
  limits?: RequestLimits,
): ReachAnswer | RequestProblem {
  const { ir } = simulated.mesh;
  const kind = elementKind(ir, service);
  if (kind !== 'service' && kind !== 'external-service') {
    const names = [...ir.services, ...ir.externalServices].map(({ name }) => name);
    return unknownElement(ir.name, service, names);
  }
  const problem = limits === undefined ? undefined : limitsProblem(limits);
  if (problem !== undefined) return problem;
  const senders = simulated.mesh.proxies.map(({ name }) => name);
  const within = limits === undefined ? undefined : limitsSet(limits);
  // Only who has a destination of the callee can reach it: the others' routes need no look.
  const callers = (callee: string): readonly string[] =>
    simulated.mesh.proxies
      .filter(({ destinations }) => destinations.some(({ backend }) => backend.service.name === callee))
      .map(({ name }) => name);
  const known = new Map<string, readonly ReachEdge[]>();
  const edgesOf = (name: string): readonly ReachEdge[] => {
    const edges = known.get(name) ?? edgesFrom(simulated, name);
    known.set(name, edges);
    return edges;
  };
  const found = new Map<string, ReachFound>();
  const meet = (name: string, edge: ReachEdge, after: readonly ReachEdge[]): void => {
    const edges = [edge, ...after];
    const chain = [name, ...edges.map(({ to }) => to)];
    found.set(name, { name, kind: elementKind(ir, name) ?? 'service', chain, edges });
  };
  let near: readonly string[] = [service];
  while (near.length > 0) {
    const next: string[] = [];
    for (const callee of near) {
      for (const name of callers(callee)) {
        if (found.has(name)) continue;
        const isLimited = callee === service && within !== undefined;
        const edges = isLimited ? edgesFrom(simulated, name, within) : edgesOf(name);
        const edge = edges.find(({ to }) => to === callee);
        if (edge === undefined) continue;
        meet(name, edge, found.get(callee)?.edges ?? []);
        next.push(name);
      }
    }
    near = next;
  }
  return {
    version: 1,
    question: 'who-can-reach',
    about: service,
    limits,
    found: sortBy([...found.values()], ({ chain, name }) => `${String(chain.length).padStart(9, '0')} ${name}`),
    others: senders.filter((name) => !found.has(name) && name !== service).sort(),
  };
}
