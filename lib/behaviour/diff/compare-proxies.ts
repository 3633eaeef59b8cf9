import type { SimulatedListener } from '../../simulate/proxy/simulated-proxy.js';
import { compareChains } from './compare-chains.js';
import { compareClusterPolicies } from './compare-cluster-policies.js';
import type { HttpMemory } from './compare-http.js';
import { compareSettings, settingsOfListener } from './compare-settings.js';
import type { Finding } from './finding.js';
import { pairUp } from './pair-up.js';
import { portFinding } from './port-finding.js';
import type { ProxySide } from './proxy-side.js';
import { unknownParts } from './unknown-parts.js';

/** What is told of a proxy already: edges that came or went, as `callee:port`. */
export interface ProxyMemory extends HttpMemory {
  readonly toldEdges: ReadonlySet<string>;
}

/** What one proxy does differently in two revisions: to what comes in and what goes out. */
export function compareProxies(before: ProxySide, after: ProxySide, memory: ProxyMemory): readonly Finding[] {
  const from = after.config.name;
  for (const part of [...unknownParts(before.proxy), ...unknownParts(after.proxy)])
    memory.undecided.add(`proxy of ${from}: the simulator does not know ${part}`);
  const exact = pairUp(before.proxy.listeners, after.proxy.listeners, addressText);
  // A fixed address may change; the port that callers dial says what it is.
  const moved = pairUp(exact.removed, exact.added, portText);
  const sides = { before, after };
  return [
    ...[...exact.both, ...moved.both].flatMap(([old, current]) => compareListeners(sides, [old, current], memory)),
    ...[
      ...moved.removed.map((each) => [each, undefined] as const),
      ...moved.added.map((each) => [undefined, each] as const),
    ]
      .filter((pair) => !isTold(pair[0] ?? pair[1], memory))
      .map(([old, current]) => portFinding(after, { before: old?.address?.port, after: current?.address?.port })),
    ...compareClusterPolicies(clusterSide(before), clusterSide(after), from),
  ];
}

function compareListeners(
  sides: { readonly before: ProxySide; readonly after: ProxySide },
  [old, current]: readonly [SimulatedListener, SimulatedListener],
  memory: ProxyMemory,
): readonly Finding[] {
  const to = `listener ${addressText(current)}`;
  const [left, right] = [sides.before.written.get(old.name), sides.after.written.get(current.name)];
  const settings =
    left === undefined || right === undefined
      ? []
      : compareSettings(settingsOfListener(left), settingsOfListener(right), {
          from: sides.after.config.name,
          to,
          origins: {
            before: sides.before.config.origins[`listener/${old.name}`],
            after: sides.after.config.origins[`listener/${current.name}`],
          },
        });
  return [...settings, ...compareChains(sides, { before: old, after: current }, memory)];
}

/** A listener for calls comes and goes with them. */
function isTold(listener: SimulatedListener | undefined, { toldEdges }: ProxyMemory): boolean {
  const end = `:${listener?.address?.port ?? ''}`;
  return listener?.direction === 'outbound' && [...toldEdges].some((edge) => edge.endsWith(end));
}

function clusterSide({ proxy, side, config }: ProxySide): Parameters<typeof compareClusterPolicies>[0] {
  return { proxy, network: side.simulated.network, origins: config.origins };
}

function addressText({ direction, address }: SimulatedListener): string {
  return address === undefined ? direction : `${direction} ${address.host}:${address.port}`;
}

function portText({ direction, address }: SimulatedListener): string {
  return `${direction} ${address?.port ?? ''}`;
}
