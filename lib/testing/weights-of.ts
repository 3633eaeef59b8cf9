import type { ServiceReference } from '../../constructs/references.js';

/** Weights by name. */
export type Weights = Readonly<Record<string, number | undefined>>;

/** Reads both forms of `toSplit`: weights by place, or a service and weights by version. */
export function weightsOf(first: ServiceReference | Weights, second: Weights | undefined): Weights {
  if (second === undefined) return first as Weights; // the other form has a second argument
  const { name } = first as ServiceReference;
  return Object.fromEntries(Object.entries(second).map(([version, weight]) => [`${name}@${version}`, weight]));
}
