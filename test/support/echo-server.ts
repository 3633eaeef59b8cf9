import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer as createTcpServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterAll } from 'vitest';
import type { PortProtocol } from '../../lib/ir/port.js';

/** What an echo server says of a request: what it looked like when it got there. */
export interface Echo {
  readonly instance: string;
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly protocol: string;
}

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

const servers: Server[] = [];

// Vitest loads this module anew for each test file, so this is the end of that file.
afterAll(async () => {
  await Promise.all(
    servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)).then(() => undefined)),
  );
});

/**
 * Starts a server on 127.0.0.1 that answers every request with what it saw, as JSON. `/status/<code>` in a path answers
 * that status, `/delay/<ms>` waits before the answer. On a TCP port, and after an
 * upgrade, it sends the instance's name and then all it gets.
 */
export async function startEchoServer(instance: string, port: number, protocol: PortProtocol = 'http'): Promise<void> {
  const server = create(instance, protocol);
  servers.push(server);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function create(instance: string, protocol: PortProtocol): Server {
  if (protocol === 'tcp') {
    return createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.write(`${instance}\n`);
      socket.pipe(socket);
    });
  }
  const answer = (request: Request, response: Response): void => {
    void echo(instance, request, response);
  };
  if (protocol !== 'http') return createHttp2Server({}, answer);
  // Who calls without a proxy in front of the server would now and then use a connection in the moment in which it is closed as idle.
  const server = createServer({ keepAliveTimeout: 600_000 }, answer);
  server.on('upgrade', (message, socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: ${message.headers.upgrade ?? ''}\r\n\r\n`,
    );
    socket.write(`${instance}\n`);
    socket.pipe(socket);
  });
  const close = server.close.bind(server);
  server.close = (done) => {
    server.closeAllConnections();
    return close(done);
  };
  return server;
}

async function echo(instance: string, request: Request, response: Response): Promise<void> {
  const path = request.url ?? '';
  const delayMs = Number(/\/delay\/(\d+)/.exec(path)?.[1] ?? 0);
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const text: Echo = {
    instance,
    method: request.method ?? '',
    path,
    authority: 'authority' in request ? request.authority : (request.headers.host ?? ''),
    headers: request.headers,
    protocol: request.httpVersion,
  };
  response.statusCode = Number(/\/status\/(\d+)/.exec(path)?.[1] ?? 200);
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-instance', instance);
  response.end(JSON.stringify(text));
}
