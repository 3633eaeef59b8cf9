import type { SimulatedVirtualHost } from './route-table.js';

type HostByText = ReadonlyMap<string, SimulatedVirtualHost>;

/** Finds the virtual host of an authority without looking at every domain. Domains are in lower case. */
export interface DomainIndex {
  readonly exact: HostByText;
  /** What follows the `*` of `*.example.com`, by its length, the longest first. */
  readonly suffixes: readonly (readonly [length: number, HostByText])[];
  /** What stands before the `*` of `example.*`, by its length, the longest first. */
  readonly prefixes: readonly (readonly [length: number, HostByText])[];
  /** The host of the domain `*`. */
  readonly fallback: SimulatedVirtualHost | undefined;
}

/** Makes the index of a route configuration's domains. Of two equal domains the first counts; Envoy refuses such. */
export function domainIndex(hosts: readonly (readonly [SimulatedVirtualHost, readonly string[]])[]): DomainIndex {
  const exact = new Map<string, SimulatedVirtualHost>();
  const suffixes = new Map<number, Map<string, SimulatedVirtualHost>>();
  const prefixes = new Map<number, Map<string, SimulatedVirtualHost>>();
  let fallback: SimulatedVirtualHost | undefined;
  for (const [host, domains] of hosts) {
    for (const domain of domains.map((text) => text.toLowerCase())) {
      if (domain === '*') fallback ??= host;
      else if (domain.startsWith('*')) addTo(suffixes, domain.slice(1), host);
      else if (domain.endsWith('*')) addTo(prefixes, domain.slice(0, -1), host);
      else if (!exact.has(domain)) exact.set(domain, host);
    }
  }
  return { exact, suffixes: longestFirst(suffixes), prefixes: longestFirst(prefixes), fallback };
}

function addTo(index: Map<number, Map<string, SimulatedVirtualHost>>, text: string, host: SimulatedVirtualHost): void {
  const byText = index.get(text.length) ?? new Map<string, SimulatedVirtualHost>();
  index.set(text.length, byText);
  if (!byText.has(text)) byText.set(text, host);
}

function longestFirst(index: ReadonlyMap<number, HostByText>): readonly (readonly [number, HostByText])[] {
  return [...index].sort(([left], [right]) => right - left);
}
