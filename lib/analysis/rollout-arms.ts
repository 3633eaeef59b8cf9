import type { MeshIr } from '../ir/mesh-ir.js';
import type { Rollout, ServiceArms } from '../ir/rollout/rollout.js';
import type { Service } from '../ir/service.js';
import type { NameIndex } from './name-index.js';

/** A service in a rollout. */
export interface RolloutArms extends ServiceArms {
  readonly rollout: Rollout;
  readonly owner: Service;
}

/** The rollout that each service is in, by the service's name; of several the first. Without those that name what there is not. */
export function rolloutArms(ir: MeshIr, { services }: Pick<NameIndex, 'services'>): ReadonlyMap<string, RolloutArms> {
  const found = new Map<string, RolloutArms>();
  for (const rollout of ir.rollouts) {
    if (rollout.subject.kind !== 'versions') continue;
    for (const arms of rollout.subject.services) {
      const owner = services.get(arms.service);
      const versions = new Set(owner?.versions.map(({ name }) => name));
      const isSound = versions.has(arms.stable) && versions.has(arms.canary) && arms.stable !== arms.canary;
      if (owner !== undefined && isSound && !found.has(owner.name)) found.set(owner.name, { ...arms, rollout, owner });
    }
  }
  return found;
}
