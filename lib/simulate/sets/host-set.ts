import type { RouteTable, SimulatedVirtualHost } from '../route/route-table.js';
import { complementSet } from './complement-set.js';
import { hostDomains } from './host-domain.js';
import { intersectSets } from './intersect-sets.js';
import type { RequestSet } from './request-set.js';
import { uniteSets } from './unite-sets.js';

/** The requests that fall to a virtual host of a table, as `findVirtualHost` decides it; undefined: to none. */
export function hostSet(table: RouteTable, host: SimulatedVirtualHost | undefined): RequestSet {
  const { domains } = hostDomains(table);
  const setOf = (index: number): RequestSet => {
    const literal = domains[index]?.literal;
    return literal === undefined ? uniteSets() : { kind: 'literal', literal };
  };
  const own = domains.flatMap((domain, index) => {
    if (domain.host !== host) return [];
    const better = domains
      .slice(0, index)
      .flatMap((other, at) => (other.host === host ? [] : [complementSet(setOf(at))]));
    return [intersectSets(setOf(index), ...better)];
  });
  return uniteSets(...own);
}
