import { connect, createServer, type IncomingHttpHeaders, type ServerHttp2Session } from 'node:http2';
import { once } from 'node:events';
import { afterAll } from 'vitest';

/** Starts a server that ends each call with the gRPC status that its path names: `/test/<status>`. It ends with the test file. */
export async function startGrpcStatusServer(port: number): Promise<void> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  server.on('stream', (stream, { ':path': path = '' }) => {
    const status = path.split('/')[2] ?? '0';
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => {
      stream.sendTrailers({ 'grpc-status': status });
    });
    stream.resume();
    stream.end();
  });
  afterAll(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** Makes calls one after the other, and gives the status of each. */
export async function grpcStatuses(url: string, paths: readonly string[]): Promise<readonly number[]> {
  const session = connect(url);
  const statuses: number[] = [];
  for (const path of paths) {
    const call = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: unknown;
    const look = (headers: IncomingHttpHeaders): void => {
      status = headers['grpc-status'] ?? status;
    };
    call.on('response', look);
    call.on('trailers', look);
    call.resume();
    call.end(Buffer.alloc(5));
    await once(call, 'close');
    statuses.push(Number(status));
  }
  session.close();
  return statuses;
}
