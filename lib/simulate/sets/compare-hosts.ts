import { routeIndex } from '../route/route-index.js';
import type { SimulatedVirtualHost } from '../route/route-table.js';
import type { SimulatedRoute } from '../route/simulated-route.js';
import { alignRoutes, type IsSame, type RouteAlignment } from './align-routes.js';
import { findChange, type HostPairSearch } from './find-change.js';
import { findRequest, type Objection } from './find-request.js';
import type { HostPair } from './pair-hosts.js';
import { pathNeighbours } from './path-neighbours.js';
import { possibleLiterals } from './possible-literals.js';
import type { RequestSet } from './request-set.js';
import { searchSpace } from './search-space.js';
import type { SetOptions } from './set-options.js';
import { spent } from './text/spent.js';
import type { Witness } from './witness.js';

/** A pair of routes, and a request that takes the one in the old table and the other in the new. */
export interface HostChange {
  readonly before: SimulatedRoute | undefined;
  readonly after: SimulatedRoute | undefined;
  readonly witness: Witness;
}

/** What is known of two virtual hosts, and how their routes are compared. */
export interface HostComparison {
  readonly isSame: IsSame;
  readonly options: SetOptions;
  readonly limits: readonly RequestSet[];
  /** Object to requests that do not fall to both. */
  readonly ofHosts: readonly Objection[];
  /** Told of what the comparison could not decide. */
  readonly onUndecided: (reason: string) => void;
}

const noHost: SimulatedVirtualHost = { name: '', routes: [], index: routeIndex([]), unknown: [] };

/**
 * The changes among the requests that fall to two virtual hosts. Where a request changes its outcome one of the two routes
 * that take it has no partner in the other list, so only pairs with such a route are looked at.
 */
export function compareHosts(pair: HostPair, comparison: HostComparison): readonly HostChange[] {
  const { isSame, onUndecided } = comparison;
  const hosts = { before: pair.before ?? noHost, after: pair.after ?? noHost };
  const alignment = alignRoutes(hosts.before.routes, hosts.after.routes, isSame);
  noteUnknownPartners(hosts, alignment, onUndecided);
  if (Math.max(hosts.before.routes.length, hosts.after.routes.length) === alignment.afterByBefore.size) return [];
  const search = searchOf(pair, hosts, comparison);
  if (search === undefined) return [];
  const changes: HostChange[] = [];
  for (const [before, after] of suspects(hosts, alignment)) {
    if (isSame(before, after)) continue;
    const witness = findChange(before, after, search);
    if (witness !== undefined) changes.push({ before, after, witness });
  }
  return changes;
}

type Hosts = HostPairSearch['hosts'];

/** Partners ask for the same as far as that is understood. */
function noteUnknownPartners(
  { before, after }: Hosts,
  { afterByBefore }: RouteAlignment,
  onUndecided: HostComparison['onUndecided'],
): void {
  for (const route of before.routes) {
    const partner = afterByBefore.get(route.position);
    if (partner === undefined || after.routes[partner] === route) continue;
    for (const field of route.unknownConditions) onUndecided(`a condition is not compared: ${field}`);
  }
}

/** Undefined when no request falls to both hosts. */
function searchOf(
  { within }: HostPair,
  hosts: Hosts,
  { options, limits, ofHosts, onUndecided }: HostComparison,
): HostPairSearch | undefined {
  const set: RequestSet = { kind: 'all', sets: [...limits, within] };
  const whole = findRequest({ set, objections: ofHosts }, searchSpace(options));
  if (whole === undefined) return undefined;
  const looksAtAuthority = [...hosts.before.routes, ...hosts.after.routes].some((route) =>
    possibleLiterals(route).some(({ subject }) => subject.kind === 'authority'),
  );
  // Where nothing looks at the authority any that falls to both hosts will do.
  const isFree = limits.length === 0 && !looksAtAuthority && whole !== spent;
  const common = { hosts, objections: ofHosts, options, onUndecided };
  return isFree ? { ...common, set: { kind: 'all', sets: [] }, start: whole } : { ...common, set };
}

type Suspect = readonly [before: SimulatedRoute | undefined, after: SimulatedRoute | undefined];

/**
 * Pairs with a route that has no partner. A route that has one can share no request with a loner that comes behind that
 * partner: the partner takes them all.
 */
function* suspects({ before, after }: Hosts, { afterByBefore, beforeByAfter }: RouteAlignment): Generator<Suspect> {
  const neighboursBefore = pathNeighbours(before.routes);
  const neighboursAfter = pathNeighbours(after.routes);
  for (const loner of before.routes) {
    if (afterByBefore.has(loner.position)) continue;
    for (const other of neighboursAfter(loner))
      if ((beforeByAfter.get(other.position) ?? Infinity) > loner.position) yield [loner, other];
    yield [loner, undefined];
  }
  for (const loner of after.routes) {
    if (beforeByAfter.has(loner.position)) continue;
    for (const other of neighboursBefore(loner))
      if ((afterByBefore.get(other.position) ?? -1) > loner.position) yield [other, loner];
    yield [undefined, loner];
  }
}
