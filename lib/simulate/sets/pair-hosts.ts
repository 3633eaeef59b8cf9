import { portStart } from '../path/port-start.js';
import type { SimulatedVirtualHost } from '../route/route-table.js';
import type { HostDomain, HostDomains } from './host-domain.js';
import type { RequestSet } from './request-set.js';

/** Two virtual hosts, one of each table, that the same authority may fall to. */
export interface HostPair {
  readonly before: SimulatedVirtualHost | undefined;
  readonly after: SimulatedVirtualHost | undefined;
  /** Authorities among which all are that fall to both. */
  readonly within: RequestSet;
}

/** A pair and the conditions on authorities that led to it. */
interface OpenPair {
  readonly before: SimulatedVirtualHost | undefined;
  readonly after: SimulatedVirtualHost | undefined;
  readonly sets: RequestSet[];
}

/**
 * Pairs the virtual hosts of two tables. Authorities of a domain that both tables have fall to that domain in both, or to
 * a better one; so only domains that one table lacks are compared with many.
 */
export function pairHosts(
  before: HostDomains,
  after: HostDomains,
  comparesPorts: 'alike' | 'unlike',
): readonly HostPair[] {
  const pairs = new Map<SimulatedVirtualHost | undefined, Map<SimulatedVirtualHost | undefined, OpenPair>>();
  const add = (left: HostDomain, right: HostDomain): void => {
    const row = pairs.get(left.host) ?? new Map<SimulatedVirtualHost | undefined, OpenPair>();
    pairs.set(left.host, row);
    const pair = row.get(right.host) ?? { before: left.host, after: right.host, sets: [] };
    row.set(right.host, pair);
    const literals =
      left.kind === right.kind && left.text === right.text && comparesPorts === 'alike' ? [left] : [left, right];
    pair.sets.push({ kind: 'all', sets: literals.map(({ literal }) => ({ kind: 'literal', literal })) });
  };
  if (comparesPorts === 'unlike') {
    for (const left of before.domains)
      for (const right of after.domains) if (mayOverlap(withoutPort(left), withoutPort(right))) add(left, right);
  } else {
    const [left, right] = [ranked(before), ranked(after)];
    for (const [key, { domain }] of left) {
      const other = right.get(key);
      if (other !== undefined) add(domain, other.domain);
    }
    for (const domain of rivals(left, right, after)) add(...domain);
    for (const [one, other] of rivals(right, left, before)) add(other, one);
  }
  return [...pairs.values()].flatMap((row) =>
    [...row.values()].map(({ sets, ...hosts }) => ({ ...hosts, within: { kind: 'any', sets } })),
  );
}

interface Ranked {
  readonly domain: HostDomain;
  readonly rank: number;
}

function ranked({ domains }: HostDomains): ReadonlyMap<string, Ranked> {
  return new Map(domains.map((domain, rank) => [`${domain.kind} ${domain.text}`, { domain, rank }]));
}

/** Each domain that the other table lacks, with those of the other table that may get its authorities. */
function* rivals(
  own: ReadonlyMap<string, Ranked>,
  others: ReadonlyMap<string, Ranked>,
  other: HostDomains,
): Generator<readonly [HostDomain, HostDomain]> {
  for (const [key, { domain, rank }] of own) {
    if (others.has(key)) continue;
    if (domain.kind === 'exact') yield [domain, other.find(domain.text)];
    else
      for (const [rivalKey, { domain: rival }] of others) {
        const isBetterHereToo = (own.get(rivalKey)?.rank ?? Infinity) < rank;
        if (!isBetterHereToo && mayOverlap(domain, rival)) yield [domain, rival];
      }
  }
}

type DomainText = Pick<HostDomain, 'kind' | 'text'>;

function withoutPort({ kind, text }: HostDomain): DomainText {
  return { kind: kind === 'longer-suffix' && text.includes(':') ? 'any' : kind, text: text.slice(0, portStart(text)) };
}

function mayOverlap(left: DomainText, right: DomainText): boolean {
  if (left.kind === 'any' || right.kind === 'any') return true;
  if (left.kind === 'exact') return right.kind === 'exact' ? left.text === right.text : fits(right, left.text);
  if (right.kind === 'exact') return fits(left, right.text);
  if (left.kind !== right.kind) return true;
  return fits(left, right.text) || fits(right, left.text);
}

function fits({ kind, text }: DomainText, other: string): boolean {
  return kind === 'longer-suffix' ? other.endsWith(text) : other.startsWith(text);
}
