import { type Cube, requestOf } from './cube.js';
import { fillSlot, type SearchSpace } from './fill-slot.js';
import { holdsLiteral } from './holds-literal.js';
import type { Literal } from './literal.js';
import { slotName } from './slot.js';
import { type Spent, spent } from './text/spent.js';

/** The requests of a conjunction that meet some more literals; undefined when there are none. */
export function narrowCube(cube: Cube, literals: readonly Literal[], space: SearchSpace): Cube | undefined | Spent {
  const slots = new Map(cube.slots);
  const changed = new Set<ReturnType<typeof slotName>>();
  for (const literal of literals) {
    const name = slotName(literal.subject);
    const slot = slots.get(name);
    const defaults = slot?.values ?? [];
    slots.set(name, { literals: [...(slot?.literals ?? []), literal], values: defaults });
    if (slot === undefined || !holdsLiteral(literal, cube.request)) changed.add(name);
  }
  for (const name of changed) {
    const asked = slots.get(name)?.literals ?? [];
    const values = fillSlot(name, asked, space);
    if (values === undefined || values === spent) return values;
    slots.set(name, { literals: asked, values });
  }
  return { slots, request: changed.size === 0 ? cube.request : requestOf(slots) };
}
