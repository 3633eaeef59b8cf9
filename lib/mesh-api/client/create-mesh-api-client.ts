import { setTimeout as sleep } from 'node:timers/promises';
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from './generated.js';
import { watchRegistry, type WatchEvent, type WatchOptions } from './watch-registry.js';

/** How a mesh API is reached. */
export interface MeshApiClientOptions {
  /** For example `http://127.0.0.1:15050`. */
  readonly baseUrl: string;
  /** @default - none: only what is public can be asked */
  readonly token?: string;
  /** @default - Node's own */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A typed client of the mesh API. */
export interface MeshApiClient {
  /** Calls by path, as the OpenAPI document has them: `http.GET('/v1/services/{service}', …)` gives `data` or `error`, a problem. */
  readonly http: Client<paths>;
  /** Follows services and instances over broken connections, until it is left or aborted. */
  readonly watch: (options?: WatchOptions) => AsyncGenerator<WatchEvent, void>;
}

/** Makes a client. It connects when it is first used, and needs no closing. */
export function createMeshApiClient({ baseUrl, token, fetch = globalThis.fetch }: MeshApiClientOptions): MeshApiClient {
  const url = baseUrl.replace(/\/+$/, '');
  const http = createClient<paths>({
    baseUrl: url,
    fetch,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  http.use(patchType);
  return {
    http,
    watch: (options = {}) => watchRegistry({ url, fetch, ...(token === undefined ? {} : { token }), wait }, options),
  };
}

/** What is patched is sent as a merge patch, and the library knows one type for all bodies. */
const patchType: Middleware = {
  onRequest: ({ request }) => {
    if (request.method === 'PATCH') request.headers.set('content-type', 'application/merge-patch+json');
    return request;
  },
};

/** It keeps the process alive: a program that watches does not end because a server does. */
async function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
