import type { MeshIr } from '../../ir/mesh-ir.js';
import type { ReachFound } from './reach-answer.js';

/** What a name of a mesh stands for; undefined for a stranger. */
export function elementKind(
  { services, gateways, externalServices }: MeshIr,
  name: string,
): ReachFound['kind'] | undefined {
  if (services.some((each) => each.name === name)) return 'service';
  if (gateways.some((each) => each.name === name)) return 'gateway';
  return externalServices.some((each) => each.name === name) ? 'external-service' : undefined;
}
