import { randomInt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { InternalError } from '../../util/internal-error.js';

/** Free ports that are kept from others until they are released. */
export interface ReservedPorts {
  readonly ports: readonly number[];
  /** Frees them for the process that they were reserved for. May be called again. */
  readonly release: () => Promise<void>;
}

// Below the ports that systems give to outgoing connections (from 32768 on Linux, 49152 elsewhere): one of those may be
// taken as the near end of a connection between our finding it free and its owner's listening on it. And below 30000,
// where Kubernetes has its node ports.
const lowest = 20_000;
const highest = 29_999;

/** How long a released port is kept from other runs, in ms: its owner listens on it by then, or never will. */
const claimMs = 60_000;

interface Reservation {
  readonly server: Server;
  /** The UDP port of the same number, which nothing of ours uses: whoever holds it has claimed the TCP port. */
  readonly claim: Socket;
}

/**
 * Reserves free ports of the loopback address: binds to them, from a random start on. Between their release and their
 * owners' listening on them another run on this machine passes over them.
 *
 * @throws InternalError when the whole range is taken
 */
export async function reserveFreePorts(count: number): Promise<ReservedPorts> {
  const reservations: Reservation[] = [];
  const ports: number[] = [];
  const size = highest - lowest + 1;
  const start = randomInt(size);
  for (let step = 0; ports.length < count; step++) {
    if (step === size)
      throw new InternalError(`no ${String(count)} free ports from ${String(lowest)} to ${String(highest)}`);
    const port = lowest + ((start + step) % size);
    const reservation = await reserve(port);
    if (reservation === undefined) continue;
    reservations.push(reservation);
    ports.push(port);
  }
  let released: Promise<unknown> | undefined;
  const release = async (): Promise<void> => {
    released ??= Promise.all(reservations.map(releaseOne));
    await released;
  };
  return { ports, release };
}

async function reserve(port: number): Promise<Reservation | undefined> {
  const claim = createSocket('udp4');
  claim.bind({ address: '127.0.0.1', port, exclusive: true });
  if (!(await isBound(claim))) return undefined;
  claim.unref();
  const server = createServer();
  // Exclusive: a worker of a cluster would share the port with its siblings.
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  if (await isBound(server)) return { server, claim };
  claim.close();
  return undefined;
}

async function isBound(socket: Server | Socket): Promise<boolean> {
  try {
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  }
}

async function releaseOne({ server, claim }: Reservation): Promise<void> {
  setTimeout(() => claim.close(), claimMs).unref();
  server.close();
  await once(server, 'close');
}
