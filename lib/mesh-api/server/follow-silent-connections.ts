import type { IncomingMessage, Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';

/**
 * Follows which connections have asked nothing yet; gives what cuts them off. Clients open such ones ahead of need, and Node's own
 * `closeIdleConnections` leaves them alone: a server would wait for them when it ends.
 */
export function followSilentConnections(server: Server | HttpsServer): () => void {
  const silent = new Set<Socket>();
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage) => silent.delete(socket));
  return () => {
    for (const socket of silent) socket.destroy();
  };
}
