import type { ChainHandler, SimulatedFilterChain, SimulatedListener } from '../../simulate/proxy/simulated-proxy.js';
import { compareHttp, type HttpSide } from './compare-http.js';
import type { ProxyMemory } from './compare-proxies.js';
import { compareSettings, settingsOfChain, type Settings } from './compare-settings.js';
import { compareTcp } from './compare-tcp.js';
import type { Finding } from './finding.js';
import { pairUp } from './pair-up.js';
import { portFinding } from './port-finding.js';
import type { ProxySide } from './proxy-side.js';

interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/** A chain, with the listener it stands in and its settings as they are written. */
interface PlacedChain {
  readonly chain: SimulatedFilterChain;
  readonly key: string;
  readonly settings: Settings | undefined;
}

/** What a listener's filter chains do differently. */
export function compareChains(
  sides: Sides<ProxySide>,
  listeners: Sides<SimulatedListener>,
  memory: ProxyMemory,
): readonly Finding[] {
  const exact = pairUp(
    placedChains(sides.before, listeners.before),
    placedChains(sides.after, listeners.after),
    ({ key }) => key,
  );
  const changed = exact.both.flatMap((pair) => comparePair(sides, listeners, pair, memory));
  // One chain that gave way to another takes the same requests on another port.
  const [removed, ...moreRemoved] = exact.removed;
  const [added, ...moreAdded] = exact.added;
  const isMoved = removed !== undefined && added !== undefined && moreRemoved.length + moreAdded.length === 0;
  const portOf = (placed: PlacedChain | undefined): number | undefined => placed?.chain.match.destinationPort;
  if (isMoved) return [...changed, portFinding(sides.after, { before: portOf(removed), after: portOf(added) })];
  return [
    ...changed,
    ...exact.removed.map((each) => portFinding(sides.after, { before: portOf(each) ?? 0, after: undefined })),
    ...exact.added.map((each) => portFinding(sides.after, { before: undefined, after: portOf(each) ?? 0 })),
  ];
}

function placedChains({ written }: ProxySide, listener: SimulatedListener): readonly PlacedChain[] {
  const { filter_chains: chains = [], default_filter_chain: last } = written.get(listener.name) ?? {};
  const placed = listener.chains.map((chain, index): PlacedChain => {
    const raw = chains[index];
    return { chain, key: JSON.stringify(chain.match), settings: raw && settingsOfChain(raw) };
  });
  if (listener.defaultChain === undefined) return placed;
  return [...placed, { chain: listener.defaultChain, key: 'default', settings: last && settingsOfChain(last) }];
}

function comparePair(
  sides: Sides<ProxySide>,
  listeners: Sides<SimulatedListener>,
  [old, current]: readonly [PlacedChain, PlacedChain],
  memory: ProxyMemory,
): readonly Finding[] {
  const isInbound = listeners.after.direction === 'inbound' && sides.after.config.kind === 'service';
  const name = sides.after.config.name;
  const port = current.chain.match.destinationPort ?? listeners.after.address?.port ?? 0;
  const from = isInbound ? undefined : name;
  const [left, right] = [old.chain.handler, current.chain.handler];
  if (left.kind !== right.kind)
    return [protocolFinding({ from, to: `${isInbound ? name : 'port'}:${port}` }, left, right)];
  const settings =
    old.settings === undefined || current.settings === undefined
      ? []
      : compareSettings(old.settings, current.settings, {
          from,
          to: `${isInbound ? name : 'port'}:${port}`,
          origins: {
            before: sides.before.config.origins[`listener/${listeners.before.name}`],
            after: sides.after.config.origins[`listener/${listeners.after.name}`],
          },
        });
  const findings = compareHandlers(sides, { port, address: listeners.after.address?.host, memory }, [left, right]);
  // Whoever calls gets the same behind the callee's own proxy; no caller of its own can show it.
  return [...settings, ...(isInbound ? findings.map((each) => asInbound(each, `${name}:${port}`)) : findings)];
}

function compareHandlers(
  { before, after }: Sides<ProxySide>,
  where: { readonly port: number; readonly address: string | undefined; readonly memory: ProxyMemory },
  [left, right]: readonly [ChainHandler, ChainHandler],
): readonly Finding[] {
  const { port, memory } = where;
  if (left.kind === 'http' && right.kind === 'http') {
    const httpSide = ({ proxy, side, config }: ProxySide, manager: typeof left.manager): HttpSide => ({
      place: { proxy, manager, network: side.simulated.network },
      origins: config.origins,
      callees: side.callees,
    });
    const isTold = (domain: string): boolean => {
      const callee = after.side.callees.get(domain) ?? before.side.callees.get(domain);
      return memory.toldEdges.has(`${callee ?? ''}:${port}`);
    };
    const door = { from: after.config.name, port, isTold };
    return compareHttp(httpSide(before, left.manager), httpSide(after, right.manager), door, memory);
  }
  if (left.kind === 'tcp' && right.kind === 'tcp')
    return compareTcp({ side: before, choices: left.choices }, { side: after, choices: right.choices }, where);
  return [];
}

function asInbound(finding: Finding, to: string): Finding {
  return { ...finding, from: undefined, to, witness: undefined };
}

const handlerWords: Readonly<Record<ChainHandler['kind'], string>> = {
  http: 'HTTP',
  tcp: 'TCP',
  unknown: 'a filter that is not known',
};

function protocolFinding(
  where: { readonly from: string | undefined; readonly to: string },
  before: ChainHandler,
  after: ChainHandler,
): Finding {
  const [was, is] = [handlerWords[before.kind], handlerWords[after.kind]];
  return {
    ...where,
    when: 'every connection',
    witness: undefined,
    before: `spoken to as ${was}`,
    after: `spoken to as ${is}`,
    aspects: [
      { kind: 'connection', name: 'protocol', before: was, after: is, beforeOrigin: undefined, afterOrigin: undefined },
    ],
    severity: 'risky',
    routes: { before: undefined, after: undefined },
  };
}
