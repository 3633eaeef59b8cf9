import { sortBy } from '../../util/sort-by.js';
import type { RouteTable } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import { type IsSame } from './align-routes.js';
import { compareHosts } from './compare-hosts.js';
import { everyRequest } from './every-request.js';
import { hostDomains } from './host-domain.js';
import { objectToHost } from './object-to-host.js';
import { pairHosts } from './pair-hosts.js';
import type { RequestSet } from './request-set.js';
import type { SetOptions } from './set-options.js';
import type { Witness } from './witness.js';

/** Requests that go another way than before. */
export interface TableChange {
  /** What took them in the old table; undefined where no virtual host or no route did. */
  readonly before: SimulatedRoute | undefined;
  /** What takes them in the new table; undefined where no virtual host or no route does. */
  readonly after: SimulatedRoute | undefined;
  readonly witness: Witness;
}

/** Which requests count, and how much work goes into each pair of routes. */
export interface CompareOptions extends SetOptions {
  /** @default - all requests */
  readonly within?: RequestSet;
}

/** What differs between two tables. */
export interface TableComparison {
  /** Each pair of routes once; sorted by virtual host and position of the old route, then of the new one. */
  readonly changes: readonly TableChange[];
  /** What could not be decided, for people; sorted. */
  readonly undecided: readonly string[];
}

/**
 * Every pair of routes with different outcome that some request takes, the one in the old table and the other in the new.
 * Routes that both tables have in the same order cost next to nothing.
 *
 * @param isSame whether two routes do the same; their conditions are compared here
 */
export function compareTables(
  before: RouteTable,
  after: RouteTable,
  isSame: IsSame,
  options: CompareOptions = {},
): TableComparison {
  const { within = everyRequest } = options;
  const internal = before.internalOnlyHeaders.filter((name) => after.internalOnlyHeaders.includes(name));
  const domains = { before: hostDomains(before), after: hostDomains(after) };
  const comparesPorts = before.ignorePort === after.ignorePort ? 'alike' : 'unlike';
  const undecided = new Set<string>();
  const found = new Map<SimulatedRoute | undefined, Map<SimulatedRoute | undefined, TableChange>>();
  for (const pair of pairHosts(domains.before, domains.after, comparesPorts)) {
    if (pair.before === pair.after) continue;
    const changes = compareHosts(pair, {
      isSame,
      options: { absentHeaders: internal, ...options },
      limits: within === everyRequest ? [] : [within],
      ofHosts: [objectToHost(domains.before, pair.before), objectToHost(domains.after, pair.after)],
      onUndecided: (reason) => void undecided.add(reason),
    });
    for (const change of changes) {
      const row = found.get(change.before) ?? new Map<SimulatedRoute | undefined, TableChange>();
      found.set(change.before, row);
      if (!row.has(change.after)) row.set(change.after, change);
    }
  }
  const changes = [...found.values()].flatMap((row) => [...row.values()]);
  return {
    changes: sortBy(changes, (change) => `${sortKey(change.before)} ${sortKey(change.after)}`),
    undecided: sortBy(undecided, (reason) => reason),
  };
}

function sortKey(route: SimulatedRoute | undefined): string {
  return route === undefined ? '' : `${route.virtualHost} ${String(route.position).padStart(6, '0')}`;
}
