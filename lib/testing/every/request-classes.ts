import type { HttpManager } from '../../simulate/http-manager.js';
import type { SimulatedVirtualHost } from '../../simulate/route/route-table.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { complementSet } from '../../simulate/sets/complement-set.js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import { hostDomains } from '../../simulate/sets/host-domain.js';
import { hostSet } from '../../simulate/sets/host-set.js';
import { intersectSets } from '../../simulate/sets/intersect-sets.js';
import { isEmptySet } from '../../simulate/sets/is-empty-set.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import { routeReach } from '../../simulate/sets/route-reach.js';
import type { SetOptions } from '../../simulate/sets/set-options.js';
import type { Witness } from '../../simulate/sets/witness.js';
import { witnessOf } from '../../simulate/sets/witness-of.js';

/** Requests of a set that fall on the same route, told by one of them. */
export interface RequestClass {
  readonly example: Witness;
  /** The route that takes them; undefined where none does. */
  readonly route: SimulatedRoute | undefined;
}

/** A set of requests, one class for each way that a listener's routes may treat them. */
export interface RequestClasses {
  /** Empty where the set is. */
  readonly classes: readonly RequestClass[];
  /** Why there may be further classes; empty where there are none. */
  readonly undecided: readonly string[];
}

/** Divides a set of requests by the route of a listener that takes them. */
export function requestClasses({ routes: table, path }: HttpManager, within: RequestSet): RequestClasses {
  const options: SetOptions = { path, absentHeaders: table.internalOnlyHeaders };
  const classes: RequestClass[] = [];
  const undecided: string[] = [];
  for (const { route, verdict } of routeReach(table, { ...options, within })) {
    if (verdict.kind === 'reached') classes.push({ route, example: verdict.witness });
    if (verdict.kind === 'undecided') undecided.push(`route "${route.name}": ${verdict.reason}`);
  }
  const hosts = new Set<SimulatedVirtualHost | undefined>(hostDomains(table).domains.map(({ host }) => host));
  for (const host of hosts) {
    const noRoute = (host?.routes ?? []).map(({ condition }) => complementSet(conditionSet(condition)));
    const untaken = intersectSets(within, hostSet(table, host), ...noRoute);
    const isEmpty = isEmptySet(untaken, options);
    const example = isEmpty === false ? witnessOf(untaken, options) : undefined;
    if (example !== undefined) classes.push({ route: undefined, example });
    if (isEmpty === 'undecided')
      undecided.push(`requests that no route of host "${host?.name ?? ''}" takes: too many cases`);
  }
  return { classes, undecided };
}
