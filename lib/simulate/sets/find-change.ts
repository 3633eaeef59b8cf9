import type { SimulatedVirtualHost } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import type { Cube } from './cube.js';
import { findRequest, type Objection, type Search } from './find-request.js';
import { objectToEarlier } from './object-to-earlier.js';
import { possibleLiterals } from './possible-literals.js';
import type { RequestSet } from './request-set.js';
import { routeLabel } from './route-label.js';
import { searchSpace } from './search-space.js';
import type { SetOptions } from './set-options.js';
import { type Spent, spent } from './text/spent.js';
import { toWitness } from './to-witness.js';
import type { Witness } from './witness.js';

/** Where requests are looked for that fall to two virtual hosts, one of each table. */
export interface HostPairSearch extends Search {
  readonly hosts: { readonly before: SimulatedVirtualHost; readonly after: SimulatedVirtualHost };
  readonly objections: readonly Objection[];
  readonly options: SetOptions;
  /** Told of what could not be decided. */
  readonly onUndecided: (reason: string) => void;
}

/**
 * A request that takes one route in the old table and another one in the new; undefined when there is none, and when it is
 * not known whether there is one. An undefined route stands for none.
 */
export function findChange(
  before: SimulatedRoute | undefined,
  after: SimulatedRoute | undefined,
  search: HostPairSearch,
): Witness | undefined {
  const { hosts, objections, onUndecided } = search;
  const routes = [before, after].filter((route) => route !== undefined);
  const asked = routes.flatMap(possibleLiterals).map((literal): RequestSet => ({ kind: 'literal', literal }));
  const set: RequestSet = { kind: 'all', sets: [search.set, ...asked] };
  const unknown = new Set<string>(routes.flatMap(({ unknownConditions }) => unknownConditions));
  const onTaken = ({ unknownConditions }: SimulatedRoute): void => {
    for (const field of unknownConditions) unknown.add(field);
  };
  const find = (counts: (route: SimulatedRoute) => boolean): Cube | undefined | Spent => {
    const earlier = [
      objectToEarlier(hosts.before, { position: before?.position ?? Infinity, counts, onTaken }),
      objectToEarlier(hosts.after, { position: after?.position ?? Infinity, counts, onTaken }),
    ];
    return findRequest({ ...search, set, objections: [...objections, ...earlier] }, searchSpace(search.options));
  };
  const label = `whether requests go from ${routeLabel(before)} to ${routeLabel(after)}`;
  const isSure = unknown.size === 0;
  const found = find(() => true);
  if (found === spent) onUndecided(`${label}: the budget ended`);
  else if (found !== undefined && isSure) return toWitness(found);
  else if (unknown.size > 0 && find((route) => route.unknownConditions.length === 0) !== undefined)
    onUndecided(`${label}: cannot be evaluated: ${[...unknown].join(', ')}`);
  return undefined;
}
