import type { EffectiveMesh, ServiceProxy } from '../ir/effective-mesh.js';
import type { ServedEnvironment } from '../targets/envoy/environment.js';
import { contentHash } from '../util/content-hash.js';
import { compareText } from '../util/compare-text.js';

/** Ports that sidecars may take, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Below the ports that Linux gives to clients (32768 and more), above those that servers commonly declare. */
export const servedPortRange: PortRange = Object.freeze({ from: 20_000, to: 29_999 });

/** Ports by `<service>/<version>`, then by what they stand for. */
export type ServedPorts = Pick<ServedEnvironment, 'inboundPorts' | 'outboundPorts'>;

/**
 * Gives each sidecar its ports. They follow from the names in the mesh alone, so that every replica and every start gives the
 * same ones: a name is hashed into the range, and where two meet the one that sorts first stays and the other tries its
 * next hash. A service that is added moves another's port only where they meet. No port is given twice, so that all
 * sidecars of a mesh can run on one machine, nor is one that a gateway or workload of the mesh listens on; only a mesh with
 * more names than the range has ports repeats them, and then never within one sidecar.
 */
export function planServedPorts(mesh: EffectiveMesh, range: PortRange = servedPortRange): ServedPorts {
  const wishes = mesh.proxies
    .flatMap((proxy) => (proxy.kind === 'service' ? serviceWishes(proxy) : []))
    .sort((left, right) => compareText(left.key, right.key));
  const inboundPorts: Record<string, Record<string, number>> = {};
  const outboundPorts: Record<string, Record<string, number>> = {};
  const fixed = declaredPorts(mesh);
  const taken = new Set(fixed);
  const takenByOwner = new Map<string, Set<number>>();
  for (const { owner, side, name, key } of wishes) {
    const own = takenByOwner.get(owner) ?? new Set(fixed);
    takenByOwner.set(owner, own);
    const port = findPort(key, range, taken) ?? findPort(key, range, own) ?? range.from;
    taken.add(port);
    own.add(port);
    const ports = side === 'in' ? inboundPorts : outboundPorts;
    (ports[owner] ??= {})[name] = port;
  }
  return { inboundPorts, outboundPorts };
}

interface PortWish {
  /** `<service>/<version>`. */
  readonly owner: string;
  readonly side: 'in' | 'out';
  readonly name: string;
  readonly key: string;
}

function serviceWishes({ service, outbound }: ServiceProxy): readonly PortWish[] {
  return service.versions.flatMap((version) => {
    const owner = `${service.name}/${version.name}`;
    const wish = (side: PortWish['side'], name: string): PortWish => ({
      owner,
      side,
      name,
      key: `${owner}/${side}/${name}`,
    });
    return [
      ...service.ports.map(({ name }) => wish('in', name)),
      ...outbound.map(({ callee, port }) => wish('out', `${callee.service.name}/${port.name}`)),
    ];
  });
}

function declaredPorts({ ir }: EffectiveMesh): readonly number[] {
  return [
    ...ir.gateways.flatMap(({ ports }) => ports.map(({ number }) => number)),
    ...ir.services.flatMap(({ ports }) => ports.map(({ targetPort }) => targetPort)),
  ];
}

// Each try is a hash of its own: were it the next port, neighbours would push each other on in long rows.
const tries = 64;

function findPort(key: string, { from, to }: PortRange, taken: ReadonlySet<number>): number | undefined {
  const size = to - from + 1;
  const start = from + (hash(key) % size);
  for (let attempt = 0; attempt < tries; attempt++) {
    const port = attempt === 0 ? start : from + (hash(`${key}#${String(attempt)}`) % size);
    if (!taken.has(port)) return port;
  }
  // Nearly all are taken: look at each.
  for (let step = 0; step < size; step++) {
    const port = from + ((start - from + step) % size);
    if (!taken.has(port)) return port;
  }
  return undefined;
}

function hash(text: string): number {
  return Number.parseInt(contentHash(text, 8), 16);
}
