import type { OriginTable } from '../../envoy-resources/proxy-config.js';
import {
  compareTables,
  type CompareOptions,
  type TableChange,
  type TableComparison,
} from '../../simulate/sets/compare-tables.js';
import type { RouteTable } from '../../simulate/route/route-table.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { classWords } from './class-words.js';
import { compareEffects } from './compare-effects.js';
import type { Finding } from './finding.js';
import { hostText } from './host-text.js';
import { originOfAspect } from './origin-of-aspect.js';
import type { RouteEffect } from './route-effect.js';
import { rewrittenRequests } from './rewritten-requests.js';
import { routeEffects, type RoutePlace } from './route-effects.js';
import { severityOf } from './severity-of.js';
import { blankHost, tableHosts, withHosts, type TableHost } from './table-hosts.js';
import { witnessRequest } from './witness-request.js';

/** One revision of the HTTP routes of one port. */
export interface HttpSide {
  readonly place: RoutePlace;
  readonly origins: OriginTable;
  /** Names of services, by host. */
  readonly callees: ReadonlyMap<string, string>;
}

/** Where the requests come from and go to. */
export interface HttpDoor {
  readonly from: string;
  readonly port: number;
  /** Whether the change of a host is told elsewhere. */
  readonly isTold: (domain: string) => boolean;
}

/** What is remembered between the proxies of one comparison: callers of one service have the same routes. */
export interface HttpMemory {
  readonly findingsByText: Map<string, readonly Finding[]>;
  readonly undecided: Set<string>;
}

interface Pair {
  readonly before: HttpSide & Read;
  readonly after: HttpSide & Read;
  readonly door: HttpDoor;
  readonly memory: HttpMemory;
}

interface Read {
  readonly table: RouteTable;
  readonly hosts: readonly TableHost[];
  readonly effectOf: (route: SimulatedRoute | undefined) => RouteEffect;
}

/** What becomes of requests to one port of one proxy, before and after. */
export function compareHttp(before: HttpSide, after: HttpSide, door: HttpDoor, memory: HttpMemory): readonly Finding[] {
  const pair: Pair = { before: { ...before, ...read(before) }, after: { ...after, ...read(after) }, door, memory };
  const told = new Set(
    [...pair.before.hosts, ...pair.after.hosts].flatMap(({ domains }) => domains).filter(door.isTold),
  );
  const findings: Finding[] = [];
  const settled = new Set<string>();
  const others = new Map(pair.after.hosts.map((each) => [each.domains.join(' '), each]));
  const hasSameShell = shellText(pair.before.table) === shellText(pair.after.table);
  for (const old of pair.before.hosts) {
    const key = old.domains.join(' ');
    const current = others.get(key);
    if (current === undefined || !hasSameShell || old.domains.some((domain) => told.has(domain))) continue;
    const texts = [hostText(old.host, pair.before.effectOf), hostText(current.host, pair.after.effectOf)] as const;
    if (texts[0] !== texts[1]) {
      // A wildcard gives way to other hosts of its table: only the whole table knows what is left for it.
      if (old.domains.some((domain) => domain.includes('*'))) continue;
      findings.push(...compareHost(pair, old, current, `${door.port}\n${key}\n${texts[0]}\n${texts[1]}`));
    }
    settled.add(key);
  }
  const [left, right] = [unsettled(pair.before.hosts, settled, told), unsettled(pair.after.hosts, settled, told)];
  if (left.isEmpty && right.isEmpty) return findings;
  return [...findings, ...compareSome(pair, withTaken(left, told), withTaken(right, told))];
}

function read({ place }: HttpSide): Read {
  const table = place.manager.routes;
  return { table, hosts: tableHosts(table), effectOf: routeEffects(place) };
}

/** What a table says beside its hosts. */
function shellText({ ignorePort, internalOnlyHeaders, unknown }: RouteTable): string {
  return JSON.stringify([ignorePort, internalOnlyHeaders, unknown.length]);
}

/** The hosts of a table, those that need no further look replaced by a blank one. */
function unsettled(
  hosts: readonly TableHost[],
  settled: ReadonlySet<string>,
  told: ReadonlySet<string>,
): { readonly isEmpty: boolean; readonly hosts: readonly TableHost[] } {
  const isBlank = ({ domains }: TableHost): boolean =>
    settled.has(domains.join(' ')) || domains.some((domain) => told.has(domain));
  return {
    isEmpty: hosts.every(isBlank),
    hosts: hosts.map((each) => (isBlank(each) ? { ...each, host: blankHost } : each)),
  };
}

/** Domains that are told elsewhere are taken on both sides, so that no other host gets their requests here. */
function withTaken({ hosts }: { readonly hosts: readonly TableHost[] }, told: ReadonlySet<string>): TableHost[] {
  const there = new Set(hosts.flatMap(({ domains }) => domains));
  const missing = [...told].filter((domain) => !there.has(domain));
  return [...hosts, ...missing.map((domain): TableHost => ({ host: blankHost, domains: [domain] }))];
}

function compareHost(pair: Pair, old: TableHost, current: TableHost, key: string): readonly Finding[] {
  const { from } = pair.door;
  const known = pair.memory.findingsByText.get(key);
  // The witness stays that of the first caller: the others get the same.
  if (known !== undefined) return known.map((finding) => ({ ...finding, from }));
  const findings = compareSome(pair, [old], [current]);
  pair.memory.findingsByText.set(key, findings);
  return findings;
}

function compareSome(pair: Pair, old: readonly TableHost[], current: readonly TableHost[]): readonly Finding[] {
  const { before, after, memory } = pair;
  const tables = [withHosts(before.table, old), withHosts(after.table, current)] as const;
  // A witness is a path that the proxy leaves as it is.
  const { path } = after.place.manager;
  const compare = (options: CompareOptions): TableComparison =>
    compareTables(...tables, (left, right) => before.effectOf(left).text === after.effectOf(right).text, options);
  const { changes, undecided } = compare({ path });
  for (const note of undecided) memory.undecided.add(note);
  return changes.flatMap((change) => {
    const finding = findingOf(pair, change);
    const within = finding.aspects.every(({ name }) => name === 'path rewrite')
      ? rewrittenRequests([change.before, change.after])
      : undefined;
    if (within === undefined) return [finding];
    const closer = compare({ path, within });
    const found = closer.changes.find((each) => each.before === change.before && each.after === change.after);
    if (found !== undefined) return [findingOf(pair, found)];
    // No request of the class has anything to rewrite.
    return closer.undecided.length > 0 ? [finding] : [];
  });
}

function findingOf({ before, after, door }: Pair, { before: old, after: current, witness }: TableChange): Finding {
  const [was, is] = [before.effectOf(old), after.effectOf(current)];
  const pairs = compareEffects(was, is);
  const aspects = pairs.map((each) => {
    const { kind, name } = each.after ?? each.before ?? { kind: 'routing', name: 'outcome' };
    return {
      kind,
      name,
      before: each.before?.text,
      after: each.after?.text,
      beforeOrigin: originOfAspect(before.origins, old?.name, name),
      afterOrigin: originOfAspect(after.origins, current?.name, name),
    };
  });
  return {
    from: door.from,
    to: `${hostLabel(before, old) ?? hostLabel(after, current) ?? 'any host'}:${door.port}`,
    when: classWords(old, current),
    witness: witnessRequest(door.from, door.port, witness),
    before: was.decision,
    after: is.decision,
    aspects,
    severity: severityOf(was, is, pairs),
    routes: { before: old?.name, after: current?.name },
  };
}

function hostLabel({ hosts, callees }: HttpSide & Read, route: SimulatedRoute | undefined): string | undefined {
  const found = hosts.find(({ host }) => host.name === route?.virtualHost);
  if (found === undefined || found.domains[0] === '*') return undefined;
  return callees.get(found.domains[0]) ?? found.domains[0];
}
