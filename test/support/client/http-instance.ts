import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { MeshInstance } from '../../../lib/client/discovery/mesh-instance.js';

/** An HTTP server of a test that is an instance of `reviews`. It ends with the test. */
export interface HttpInstance {
  readonly instance: MeshInstance;
  /** Requests that have arrived so far. */
  readonly requests: readonly IncomingMessage[];
  /** Is gone at once. */
  readonly kill: () => void;
}

/** Starts an instance; unless `handle` says something else it answers with its id. */
export async function startHttpInstance(
  id: string,
  handle?: (request: IncomingMessage, response: ServerResponse) => void,
  parts: Partial<MeshInstance> = {},
): Promise<HttpInstance> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    if (handle === undefined) response.end(id);
    else handle(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const kill = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(kill);
  const instance = meshInstance(id, { ports: { http: port }, ...parts });
  return { instance, requests, kill };
}

/** A healthy instance of `reviews` on loopback. */
export function meshInstance(id: string, parts: Partial<MeshInstance> = {}): MeshInstance {
  return {
    service: 'reviews',
    id,
    address: '127.0.0.1',
    ports: { http: 1 },
    weight: 100,
    metadata: {},
    status: 'healthy',
    ...parts,
  };
}
