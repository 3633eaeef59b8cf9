import { portStart } from '../../simulate/path/port-start.js';
import type { RouteTable } from '../../simulate/route/route-table.js';

/** Which of the domains of a route configuration answers to an authority, as `findVirtualHost` picks it. */
export function matchedDomain({ domains, ignorePort }: RouteTable, authority: string): string | undefined {
  const { exact, suffixes, prefixes, fallback } = domains;
  const host = (ignorePort ? authority.slice(0, portStart(authority)) : authority).toLowerCase();
  if (exact.has(host)) return host;
  const endings = suffixes.filter(([length]) => length < host.length).map(([length]) => host.slice(-length));
  const ending = endings.find((text) => suffixes.some(([, hosts]) => hosts.has(text)));
  if (ending !== undefined) return `*${ending}`;
  const starts = prefixes.filter(([length]) => length < host.length).map(([length]) => host.slice(0, length));
  const start = starts.find((text) => prefixes.some(([, hosts]) => hosts.has(text)));
  if (start !== undefined) return `${start}*`;
  return fallback === undefined ? undefined : '*';
}
