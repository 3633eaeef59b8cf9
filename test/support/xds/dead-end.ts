import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A way to a server that can be blocked: connections stay open, and nothing comes through any more. */
export interface DeadEnd {
  readonly port: number;
  readonly block: () => void;
}

/** Opens a way to a port of 127.0.0.1. */
export async function openDeadEnd(port: number): Promise<DeadEnd> {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    // A server that listens on TCP has an address with a port.
    port: (server.address() as AddressInfo).port,
    block: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
