import { sortBy } from '../../util/sort-by.js';
import type { Cube } from './cube.js';
import type { Witness } from './witness.js';

/** The request of a conjunction, its headers sorted by name; lines of one header keep their order. */
export function toWitness({ request: { method, authority, path, scheme, headers } }: Cube): Witness {
  return {
    method,
    authority,
    path,
    scheme: scheme === 'https' ? 'https' : 'http',
    headers: sortBy(headers, ([name]) => name),
  };
}
