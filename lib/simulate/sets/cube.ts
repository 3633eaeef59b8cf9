import type { HeaderLine } from '../headers/header-line.js';
import type { Message } from '../headers/message.js';
import type { Slot, SlotName } from './slot.js';

const headerPrefix = 'header ';

/** A conjunction of literals that some request meets, and that request. */
export interface Cube {
  readonly slots: ReadonlyMap<SlotName, Slot>;
  readonly request: Message;
}

/** The conjunction of nothing. */
export const wholeCube: Cube = { slots: new Map(), request: requestOf(new Map()) };

/** The request of some parts; what no part says is as plain as can be. */
export function requestOf(slots: ReadonlyMap<SlotName, Slot>): Message {
  const one = (name: SlotName, otherwise: string): string => slots.get(name)?.values[0] ?? otherwise;
  const headers: HeaderLine[] = [];
  for (const [name, { values }] of slots) {
    if (!name.startsWith(headerPrefix)) continue;
    for (const value of values) headers.push([name.slice(headerPrefix.length), value]);
  }
  const scheme = one('scheme', 'http');
  return {
    method: one('method', 'GET'),
    authority: one('authority', 'example.com'),
    path: one('target', '/'),
    scheme,
    forwardedProto: scheme,
    headers,
  };
}
