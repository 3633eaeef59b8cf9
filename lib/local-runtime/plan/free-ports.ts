import { randomInt } from 'node:crypto';
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

/**
 * Reserves free ports of the loopback address: binds to them, from a random start on, so that two runs at a time do not
 * find the same.
 *
 * @throws InternalError when the whole range is taken
 */
export async function reserveFreePorts(count: number): Promise<ReservedPorts> {
  const servers: Server[] = [];
  const ports: number[] = [];
  const size = highest - lowest + 1;
  const start = randomInt(size);
  for (let step = 0; ports.length < count; step++) {
    if (step === size)
      throw new InternalError(`no ${String(count)} free ports from ${String(lowest)} to ${String(highest)}`);
    const port = lowest + ((start + step) % size);
    const server = await bind(port);
    if (server === undefined) continue;
    servers.push(server);
    ports.push(port);
  }
  let released: Promise<unknown> | undefined;
  const release = async (): Promise<void> => {
    released ??= Promise.all(servers.map(closeServer));
    await released;
  };
  return { ports, release };
}

async function bind(port: number): Promise<Server | undefined> {
  const server = createServer();
  // Exclusive: a worker of a cluster would share the port with its siblings.
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
