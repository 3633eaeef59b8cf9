import { domainIndex } from '../../simulate/route/domain-index.js';
import { routeIndex } from '../../simulate/route/route-index.js';
import type { RouteTable, SimulatedVirtualHost } from '../../simulate/route/route-table.js';

/** A virtual host with the domains that it answers to; sorted. */
export interface TableHost {
  readonly host: SimulatedVirtualHost;
  readonly domains: readonly [string, ...string[]];
}

/** The virtual hosts of a table that answer to anything. */
export function tableHosts({ domains }: RouteTable): readonly TableHost[] {
  const byHost = new Map<SimulatedVirtualHost, string[]>();
  const note = (host: SimulatedVirtualHost, domain: string): void => {
    const known = byHost.get(host);
    if (known === undefined) byHost.set(host, [domain]);
    else known.push(domain);
  };
  for (const [domain, host] of domains.exact) note(host, domain);
  for (const [, hosts] of domains.suffixes) for (const [text, host] of hosts) note(host, `*${text}`);
  for (const [, hosts] of domains.prefixes) for (const [text, host] of hosts) note(host, `${text}*`);
  if (domains.fallback !== undefined) note(domains.fallback, '*');
  return [...byHost].map(([host, names]) => {
    const [first = '*', ...rest] = names.sort();
    return { host, domains: [first, ...rest] };
  });
}

/** The same table with other virtual hosts. */
export function withHosts(table: RouteTable, hosts: readonly TableHost[]): RouteTable {
  return { ...table, domains: domainIndex(hosts.map(({ host, domains }) => [host, domains])) };
}

/** A host without routes, in place of one that is not to be looked at: its domains stay taken. */
export const blankHost: SimulatedVirtualHost = Object.freeze({
  name: '',
  routes: [],
  index: routeIndex([]),
  unknown: [],
});
