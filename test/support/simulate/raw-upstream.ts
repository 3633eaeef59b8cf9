import { once } from 'node:events';
import { createServer } from 'node:net';
import { readMessage, type RawMessage } from './raw-http.js';

/** Response headers that every upstream sends, for response mutations to work on. */
export const upstreamHeaders = [
  ['x-a', 'up'],
  ['x-b', ''],
] as const;

/** A request with this header is answered with the status that it says. */
export const failHeader = 'x-fail';

/** A request as a server behind Envoy got it. */
export type EchoedRequest = RawMessage & { readonly cluster: string };

/**
 * Starts a server that answers each request with what it got, in the header `x-echo`, and tells of each. Returns its
 * port.
 */
export async function startRawUpstream(
  name: string,
  tell: (request: EchoedRequest) => void = () => undefined,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const sockets = new Set<{ destroy: () => void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setEncoding('latin1').setNoDelay(true);
    socket.on('error', () => socket.destroy());
    let received = '';
    socket.on('data', (part: string) => {
      received += part;
      for (let read = readMessage(received, true); read !== undefined; read = readMessage(received, true)) {
        received = read.rest;
        tell({ cluster: name, ...read.message });
        socket.write(answer(name, read.message), 'latin1');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('an upstream has no port');
  return {
    port: address.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function answer(name: string, message: RawMessage): string {
  const echo = Buffer.from(JSON.stringify({ cluster: name, ...message })).toString('base64');
  const lines = upstreamHeaders.map(([header, value]) => `${header}: ${value}\r\n`).join('');
  const status = message.headers.find(([header]) => header === failHeader)?.[1] ?? '200';
  return `HTTP/1.1 ${status} OK\r\n${lines}x-echo: ${echo}\r\ncontent-length: 0\r\n\r\n`;
}
