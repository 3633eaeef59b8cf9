import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consulStore } from './consul-store.js';

/** A server that speaks the documented part of Consul's HTTP API that the backend uses: no Consul is to be had here. */
export interface ConsulDouble {
  readonly url: string;
  /** `hangs`: takes requests and answers none. `fails`: answers 500. `no-index`: answers, with an index of 0. */
  readonly become: (mode: 'good' | 'hangs' | 'fails' | 'no-index') => void;
  readonly advance: (ms: number) => void;
  readonly restore: () => void;
  /** As a Consul that has lost all its files. */
  readonly empty: () => void;
  /** As another user of the KV store deletes a key. */
  readonly remove: (key: string) => void;
  /** As an agent that has lost its files. */
  readonly forgetAgent: () => void;
  /** As another user of Consul registers a service at the agent. */
  readonly register: (definition: { readonly ID: string; readonly Name: string } & Record<string, unknown>) => void;
  readonly health: (name: string) => readonly unknown[];
  readonly requests: () => number;
  readonly stop: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Starts it on a free port. `token`: what `X-Consul-Token` has to be. */
export async function startConsulDouble(token?: string): Promise<ConsulDouble> {
  const store = consulStore();
  let mode: Parameters<ConsulDouble['become']>[0] = 'good';
  let aheadMs = 0;
  let requests = 0;
  const now = (): number => performance.now() + aheadMs;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  const timer = setInterval(() => {
    store.endTtls(now());
    wake();
  }, 20);

  const query = (url: URL): { topic: string; read: () => Reply } | undefined => {
    const path = url.pathname.replace(/^\/v1/, '');
    const key = decodeURIComponent(path.replace(/^\/kv\//, ''));
    if (path.startsWith('/kv/') && url.searchParams.has('recurse'))
      return { topic: 'kv', read: () => found(store.pairs(key)) };
    if (path.startsWith('/kv/') && url.searchParams.has('keys'))
      return { topic: 'kv', read: () => found(store.pairs(key).map((pair) => pair.Key)) };
    if (path.startsWith('/kv/')) return { topic: 'kv', read: () => found([store.pair(key)].filter((pair) => pair)) };
    if (path === '/catalog/services')
      return {
        topic: 'catalog',
        read: () => ({
          status: 200,
          body: Object.fromEntries(['consul', ...store.serviceNames()].map((name) => [name, []])),
        }),
      };
    const [, name] = /^\/health\/service\/([^/]+)$/.exec(path) ?? [];
    return name === undefined
      ? undefined
      : { topic: `health ${name}`, read: () => ({ status: 200, body: store.health(name) }) };
  };

  const command = (url: URL, text: string): Reply => {
    const path = url.pathname.replace(/^\/v1/, '');
    const [, verb = '', id = ''] = /^\/agent\/(service\/\w+|check\/\w+)\/?(.*)$/.exec(path) ?? [];
    const known = (isKnown: boolean, what: string): Reply =>
      isKnown ? { status: 200, body: '' } : { status: 404, body: `Unknown ${what} ID "${id}"` };
    if (path === '/txn') {
      const failed = store.transact(JSON.parse(text) as Parameters<typeof store.transact>[0]);
      if (failed.length === 0) return { status: 200, body: { Results: [], Errors: null } };
      return { status: 409, body: { Results: null, Errors: failed.map((at) => ({ OpIndex: at, What: 'stale' })) } };
    }
    switch (verb) {
      case 'service/register':
        store.register(
          JSON.parse(text) as Parameters<typeof store.register>[0],
          url.searchParams.get('replace-existing-checks') === 'true',
          now(),
        );
        return { status: 200, body: '' };
      case 'service/deregister':
        return known(store.deregister(id), 'service');
      case 'service/maintenance':
        return known(store.setMaintenance(id, url.searchParams.get('enable') === 'true'), 'service');
      case 'check/pass':
        return known(store.setCheck(id, 'passing', now()), 'check');
      case 'check/fail':
        return known(store.setCheck(id, 'critical', now()), 'check');
      default:
        return { status: 405, body: 'method not allowed' };
    }
  };

  const answer = (response: ServerResponse, { status, body }: Reply, index?: number): void => {
    if (index !== undefined) response.setHeader('X-Consul-Index', mode === 'no-index' ? 0 : index);
    response.writeHead(status, { 'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

  const block = (response: ServerResponse, url: URL, found: { topic: string; read: () => Reply }): void => {
    const asked = Number(url.searchParams.get('index') ?? '0');
    const end = performance.now() + Number((url.searchParams.get('wait') ?? '0ms').replace('ms', ''));
    const look = (): void => {
      const index = store.indexOf(found.topic);
      // An index that went back is answered at once, too.
      const isBlocked = asked > 0 && index === asked && performance.now() < end;
      if (isBlocked || mode === 'hangs') return;
      waiting.delete(look);
      answer(response, mode === 'fails' ? failure : found.read(), index);
    };
    waiting.add(look);
    response.on('close', () => waiting.delete(look));
    look();
  };

  const server = createServer((request, response) => {
    requests += 1;
    void readAll(request).then((text) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (mode === 'hangs') return;
      if (token !== undefined && request.headers['x-consul-token'] !== token)
        answer(response, { status: 403, body: 'Permission denied' });
      else if ((url.searchParams.get('dc') ?? 'dc1') !== 'dc1')
        answer(response, { status: 500, body: 'No path to datacenter' });
      else if (mode === 'fails') answer(response, failure);
      else if (request.method === 'GET') {
        const asked = query(url);
        if (asked === undefined) answer(response, { status: 404, body: 'not found' });
        else block(response, url, asked);
      } else {
        const reply = command(url, text);
        answer(response, reply);
        wake();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A listening TCP server has an address with a port.
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    become: (next) => {
      mode = next;
      wake();
    },
    advance: (ms) => {
      aheadMs += ms;
    },
    restore: () => {
      store.restore();
      wake();
    },
    empty: () => {
      store.empty();
      wake();
    },
    remove: (key) => {
      store.remove(key);
      wake();
    },
    forgetAgent: () => {
      store.forgetAgent();
      wake();
    },
    register: (definition) => {
      store.register(definition, false, now());
      wake();
    },
    health: store.health,
    requests: () => requests,
    stop: async () => {
      clearInterval(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const failure: Reply = { status: 500, body: 'rpc error: No cluster leader' };

function found(list: readonly unknown[]): Reply {
  return list.length === 0 ? { status: 404, body: '' } : { status: 200, body: list };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
