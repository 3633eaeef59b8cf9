import type { DomainIndex } from '../../simulate/route/domain-index.js';

/** The domains of a virtual host, in lower case: exact ones, then wildcards. */
export function domainsOf(
  { exact, suffixes, prefixes, fallback }: DomainIndex,
  virtualHost: string,
): readonly string[] {
  const isOwn = ([, host]: readonly [string, { readonly name: string }]): boolean => host.name === virtualHost;
  return [
    ...[...exact].filter(isOwn).map(([domain]) => domain),
    ...suffixes.flatMap(([, hosts]) => [...hosts].filter(isOwn).map(([domain]) => `*${domain}`)),
    ...prefixes.flatMap(([, hosts]) => [...hosts].filter(isOwn).map(([domain]) => `${domain}*`)),
    ...(fallback?.name === virtualHost ? ['*'] : []),
  ];
}
