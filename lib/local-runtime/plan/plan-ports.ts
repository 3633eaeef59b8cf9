import type { LocalInstance } from '../../targets/envoy/environment.js';
import { InternalError } from '../../util/internal-error.js';
import { reserveFreePorts } from './free-ports.js';
import type { WantedInstance } from './wanted-instance.js';

/** The ports of one instance, kept from others until its programs start. */
export interface PlannedPorts {
  readonly ports: LocalInstance;
  /** Frees the new ones for the programs that will listen on them. */
  readonly release: () => Promise<void>;
}

/** What decides the ports of an instance. */
export interface PortWishes {
  /** The running instance whose ports are kept; what it lacks is added. */
  readonly running?: LocalInstance | undefined;
  /** Ports that were asked for, by port name of a gateway. */
  readonly fixed?: Readonly<Record<string, number>> | undefined;
}

/**
 * Plans the loopback ports of an instance: those that it has already, those that were asked for, and free ones for the
 * rest.
 */
export async function planPorts(instance: WantedInstance, { running, fixed }: PortWishes = {}): Promise<PlannedPorts> {
  const { proxy, inbound, outbound, workload } = instance;
  const wished: readonly Wished[] = [
    { names: ['admin'], known: running === undefined ? {} : { admin: running.adminPort } },
    { names: inbound, known: { ...fixed, ...running?.inboundPorts } },
    { names: workload === undefined ? [] : inbound, known: running?.workloadPorts ?? {} },
    { names: outbound, known: running?.outboundPorts ?? {} },
  ];
  const missing = wished.flatMap(({ names, known }) => names.filter((name) => known[name] === undefined));
  const reserved = await reserveFreePorts(missing.length);
  const free = reserved.ports.values();
  const [admin, inboundPorts, workloadPorts, outboundPorts] = wished.map(({ names, known }) =>
    Object.fromEntries(names.map((name) => [name, known[name] ?? next(free)])),
  );
  const ports: LocalInstance = {
    kind: proxy.kind,
    owner: proxy.name,
    ...(workload === undefined ? {} : { version: workload.version.name }),
    adminPort: admin?.['admin'] ?? next(free),
    inboundPorts: inboundPorts ?? {},
    workloadPorts: workloadPorts ?? {},
    outboundPorts: outboundPorts ?? {},
  };
  return { ports, release: reserved.release };
}

interface Wished {
  readonly names: readonly string[];
  /** Ports that need not be found, by name. */
  readonly known: Readonly<Record<string, number>>;
}

function next(free: Iterator<number>): number {
  const { value, done } = free.next();
  if (done === true) throw new InternalError('fewer ports were reserved than are missing');
  return value;
}
