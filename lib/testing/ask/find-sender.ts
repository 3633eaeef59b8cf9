import type { MeshIr } from '../../ir/mesh-ir.js';
import { nearestName } from '../../util/nearest-name.js';
import { Misuse } from '../misuse.js';
import type { Sender } from '../sender.js';

/** Name of a sender that the mesh has. Throws `Misuse` for another. */
export function findSender(ir: MeshIr, sender: Sender): string {
  const name = typeof sender === 'string' ? sender : sender.name;
  const names = [...ir.services, ...ir.gateways].map((each) => each.name);
  if (names.includes(name)) return name;
  const near = nearestName(name, names);
  throw new Misuse(
    `the mesh "${ir.name}" has no service or gateway "${name}"`,
    near === undefined ? `it has ${names.join(', ')}` : `did you mean "${near}"?`,
  );
}
