import { sortBy } from '../../util/sort-by.js';
import type { RequestProblem } from '../request-problem.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { edgesFrom } from './edges-from.js';
import { elementKind } from './element-kind.js';
import type { ReachAnswer, ReachFound } from './reach-answer.js';
import { unknownElement } from './unknown-element.js';

/** Everything that requests of a service or gateway can end at, itself or through those that it calls. */
export function reachFrom(simulated: SimulatedMesh, sender: string): ReachAnswer | RequestProblem {
  const { ir } = simulated.mesh;
  const kind = elementKind(ir, sender);
  if (kind !== 'service' && kind !== 'gateway') {
    const names = [...ir.services, ...ir.gateways].map(({ name }) => name);
    return unknownElement(ir.name, sender, names);
  }
  const found = new Map<string, ReachFound>();
  let near: readonly string[] = [sender];
  while (near.length > 0) {
    const next: string[] = [];
    for (const from of near) {
      for (const edge of edgesFrom(simulated, from)) {
        const { to: name } = edge;
        if (found.has(name)) continue;
        const edges = [...(found.get(from)?.edges ?? []), edge];
        const chain = [sender, ...edges.map(({ to }) => to)];
        found.set(name, { name, kind: elementKind(ir, name) ?? 'service', chain, edges });
        next.push(name);
      }
    }
    near = next;
  }
  const callees = [...ir.services, ...ir.externalServices].map(({ name }) => name);
  return {
    version: 1,
    question: 'reach',
    about: sender,
    limits: undefined,
    found: sortBy([...found.values()], ({ chain, name }) => `${String(chain.length).padStart(9, '0')} ${name}`),
    others: callees.filter((name) => !found.has(name) && name !== sender).sort(),
  };
}
