import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { configurationName } from '../../../lib/ir/rollout/configuration-name.js';
import type { Rollout } from '../../../lib/ir/rollout/rollout.js';
import { rolloutIr } from './rollout-ir.js';

/** A mesh that rolls out the rules and policies of another one, as rollout `next`. */
export function configurationRollout(mesh: MeshIr, tried: MeshIr, parts: Partial<Rollout> = {}): MeshIr {
  const { policies, services, gateways, externalServices } = tried;
  const subject = {
    kind: 'configuration',
    services: mesh.services.map(({ name }) => name),
    from: configurationName(mesh),
    to: configurationName(tried),
    candidate: { policies, services, gateways, externalServices },
  } as const;
  return { ...mesh, rollouts: [rolloutIr('next', [], { ...parts, subject })] };
}
