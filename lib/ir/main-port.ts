import { sortBy } from '../util/sort-by.js';

/** The port that is meant where none is named: `http` if there is one, else the first by name. */
export function mainPort<T extends { readonly name: string }>(ports: readonly T[]): T | undefined {
  return ports.find(({ name }) => name === 'http') ?? sortBy(ports, ({ name }) => name)[0];
}
