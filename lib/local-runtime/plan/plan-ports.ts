import type { LocalInstance } from '../../targets/envoy/environment.js';
import { InternalError } from '../../util/internal-error.js';
import { reserveFreePorts } from './free-ports.js';
import type { WantedInstance } from './wanted-instance.js';

/** The ports of one instance, kept from others until its programs start. */
export interface PlannedPorts {
  readonly ports: LocalInstance;
  /** Frees the new ones for the programs that will listen on them. May be called again. */
  readonly release: () => Promise<void>;
}

/** What decides the ports of an instance. */
export interface PortWishes {
  /** The running instance whose ports are kept; what it lacks is added. */
  readonly running?: LocalInstance | undefined;
  /** Ports that were asked for, by port name of a gateway. */
  readonly fixed?: Readonly<Record<string, number>> | undefined;
}

type Ports = Readonly<Record<string, number>>;

const noPorts: Omit<LocalInstance, 'kind' | 'owner'> = {
  adminPort: 0, // no port: one is found
  inboundPorts: {},
  workloadPorts: {},
  outboundPorts: {},
};

/**
 * Plans the loopback ports of an instance: those that it has already, those that were asked for, and free ones for the
 * rest.
 */
export async function planPorts(instance: WantedInstance, wishes: PortWishes = {}): Promise<PlannedPorts> {
  const { proxy, inbound, outbound, workload } = instance;
  const known = wishes.running ?? noPorts;
  // More than needed where some are known: they are free again in a moment.
  const reserved = await reserveFreePorts(1 + 2 * inbound.length + outbound.length);
  const take = taker(reserved.ports);
  const complete = (names: readonly string[], given: Ports): Ports =>
    Object.fromEntries(names.map((name) => [name, given[name] ?? take()]));
  const ports: LocalInstance = {
    kind: proxy.kind,
    owner: proxy.name,
    ...(workload === undefined ? {} : { version: workload.version.name }),
    adminPort: known.adminPort === 0 ? take() : known.adminPort,
    inboundPorts: complete(inbound, { ...wishes.fixed, ...known.inboundPorts }),
    workloadPorts: complete(workload === undefined ? [] : inbound, known.workloadPorts),
    outboundPorts: complete(outbound, known.outboundPorts),
  };
  return { ports, release: reserved.release };
}

function taker(ports: readonly number[]): () => number {
  let taken = 0;
  return () => {
    const port = ports[taken];
    taken += 1;
    if (port === undefined) throw new InternalError('fewer ports were reserved than are missing');
    return port;
  };
}
