import { portStart } from '../path/port-start.js';
import type { RouteTable, SimulatedVirtualHost } from '../route/route-table.js';
import { groupBy } from './group-by.js';
import type { Literal } from './literal.js';
import type { PlainLanguage } from './text/language.js';

/** A domain of a virtual host, without its wildcard. The kind `any` is `*`. */
export interface HostDomain {
  readonly kind: 'exact' | 'longer-suffix' | 'longer-prefix' | 'any';
  readonly text: string;
  /** Undefined where `*` stands for what no virtual host answers to. */
  readonly host: SimulatedVirtualHost | undefined;
  /** What an authority meets that the domain fits, be there a better one or not. */
  readonly literal: Literal;
}

/** The domains of a table, and a way to find that which an authority falls to. */
export interface HostDomains {
  /** The best first, `*` last, which is always there. */
  readonly domains: readonly HostDomain[];
  /** The same by virtual host, in the same order. */
  readonly domainsByHost: ReadonlyMap<SimulatedVirtualHost | undefined, readonly HostDomain[]>;
  readonly find: (authority: string) => HostDomain;
}

/** The domains of a table, in the order in which `findVirtualHost` tries them. */
export function hostDomains(table: RouteTable): HostDomains {
  const { exact, suffixes, prefixes, fallback } = table.domains;
  const { ignorePort } = table;
  const make = (kind: HostDomain['kind'], text: string, host: SimulatedVirtualHost | undefined): HostDomain => ({
    kind,
    text,
    host,
    literal: domainLiteral(kind, text, ignorePort),
  });
  const exactByText = new Map([...exact].map(([text, host]) => [text, make('exact', text, host)]));
  const rest = (
    kind: 'longer-suffix' | 'longer-prefix',
    lists: typeof suffixes,
  ): readonly (readonly [number, ReadonlyMap<string, HostDomain>])[] =>
    lists.map(([length, hosts]) => [length, new Map([...hosts].map(([text, host]) => [text, make(kind, text, host)]))]);
  const [suffixDomains, prefixDomains] = [rest('longer-suffix', suffixes), rest('longer-prefix', prefixes)];
  const any = make('any', '', fallback);
  const find = (authority: string): HostDomain => {
    const host = (ignorePort ? authority.slice(0, portStart(authority)) : authority).toLowerCase();
    const named = exactByText.get(host);
    if (named !== undefined) return named;
    for (const [length, domains] of suffixDomains) {
      const found = length < host.length ? domains.get(host.slice(host.length - length)) : undefined;
      if (found !== undefined) return found;
    }
    for (const [length, domains] of prefixDomains) {
      const found = length < host.length ? domains.get(host.slice(0, length)) : undefined;
      if (found !== undefined) return found;
    }
    return any;
  };
  const wildcards = [...suffixDomains, ...prefixDomains].flatMap(([, domains]) => [...domains.values()]);
  const domains = [...exactByText.values(), ...wildcards, any];
  return { domains, domainsByHost: groupBy(domains, ({ host }) => host), find };
}

function domainLiteral(kind: HostDomain['kind'], value: string, ignorePort: RouteTable['ignorePort']): Literal {
  if (kind === 'any') return { subject: { kind: 'authority' }, whenMissing: false, whenPresent: 'always' };
  const plain: PlainLanguage = { kind, value, ignoreCase: true };
  const language = ignorePort ? { kind: 'without-port' as const, inner: plain } : plain;
  return { subject: { kind: 'authority' }, whenMissing: false, whenPresent: { language, isWanted: true, of: 'all' } };
}
