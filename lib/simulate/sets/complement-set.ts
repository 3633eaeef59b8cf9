import { negateLiteral } from './negate-literal.js';
import type { RequestSet } from './request-set.js';

/** The requests that are not in a set. */
export function complementSet(set: RequestSet): RequestSet {
  switch (set.kind) {
    case 'literal':
      return { kind: 'literal', literal: negateLiteral(set.literal) };
    case 'all':
      return { kind: 'any', sets: set.sets.map(complementSet) };
    case 'any':
      return { kind: 'all', sets: set.sets.map(complementSet) };
  }
}
