import type { Literal, Subject } from './literal.js';

/**
 * A part of a request that can be chosen without a look at the other parts. Path and query are one: conditions on
 * `:path` see both together.
 */
export type SlotName = 'method' | 'scheme' | 'authority' | 'target' | `header ${string}`;

/** What is asked of a part, and values that meet it all. */
export interface Slot {
  readonly literals: readonly Literal[];
  /** More or less than one only of headers. */
  readonly values: readonly string[];
}

/** The part that a subject belongs to. */
export function slotName(subject: Subject): SlotName {
  switch (subject.kind) {
    case 'path':
    case 'query':
      return 'target';
    case 'cookie':
      return 'header cookie';
    case 'header':
      return `header ${subject.name}`;
    case 'method':
    case 'scheme':
    case 'authority':
    case 'target':
      return subject.kind;
  }
}
