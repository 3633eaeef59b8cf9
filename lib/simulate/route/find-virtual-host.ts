import { portStart } from '../path/port-start.js';
import type { RouteTable, SimulatedVirtualHost } from './route-table.js';

/**
 * The virtual host that answers to an authority: the exact domain, else the longest suffix wildcard, else the longest
 * prefix wildcard, else `*`. A wildcard stands for one character at least.
 */
export function findVirtualHost(table: RouteTable, authority: string): SimulatedVirtualHost | undefined {
  const { exact, suffixes, prefixes, fallback } = table.domains;
  const host = (table.ignorePort ? authority.slice(0, portStart(authority)) : authority).toLowerCase();
  const named = exact.get(host);
  if (named !== undefined) return named;
  for (const [length, hosts] of suffixes) {
    const found = length < host.length ? hosts.get(host.slice(host.length - length)) : undefined;
    if (found !== undefined) return found;
  }
  for (const [length, hosts] of prefixes) {
    const found = length < host.length ? hosts.get(host.slice(0, length)) : undefined;
    if (found !== undefined) return found;
  }
  return fallback;
}
