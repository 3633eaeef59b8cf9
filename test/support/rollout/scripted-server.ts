import { createServer } from 'node:http';
import { once } from 'node:events';
import { afterAll } from 'vitest';

/**
 * Makes a server that does what a path says: `/status/<code>`, `/delay/<ms>`, `/once/<key>` fails the first time only, `/reset` ends the
 * connection without an answer, `/hang` never answers. It ends with the test file.
 */
export function scriptedServer(name: string): (port: number) => Promise<void> {
  const failed = new Set<string>();
  const server = createServer((request, response) => {
    const [, what = '', detail = ''] = (request.url ?? '').split('/');
    response.setHeader('x-instance', name);
    const answer = (status: number): void => {
      response.statusCode = status;
      response.end(name);
    };
    if (what === 'hang') return;
    if (what === 'reset') request.socket.destroy();
    else if (what === 'delay') setTimeout(answer, Number(detail), 200);
    else if (what === 'once' && !failed.has(detail)) {
      failed.add(detail);
      answer(503);
    } else answer(what === 'status' ? Number(detail) : 200);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return async (port) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
}
