import type { Clock } from '../../util/clock.js';
import { messageOf } from '../../util/message-of.js';

/** Where a Consul agent is, and who asks it. */
export interface ConsulAddress {
  /** As in `http://127.0.0.1:8500`. */
  readonly url: string;
  /** ACL token, sent as `X-Consul-Token`. */
  readonly token?: string;
  /** @default - the agent's own */
  readonly datacenter?: string;
}

/** What came of one request. */
export type ConsulAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** `X-Consul-Index`; 0 where there is none. */
      readonly index: number;
      /** Parsed where it is JSON, else the text. */
      readonly body: unknown;
    }
  /** No connection: nothing was sent. */
  | { readonly kind: 'unsent'; readonly reason: string }
  /** It may have been sent, and no answer came. */
  | { readonly kind: 'broken'; readonly reason: string };

/** One request to the agent. */
export interface ConsulRequest {
  readonly method: 'GET' | 'PUT';
  /** Below `/v1`, without query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** @default - the address's */
  readonly timeoutMs?: number;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

/** Asks a Consul agent; never rejects. */
export type ConsulHttp = (request: ConsulRequest) => Promise<ConsulAnswer>;

/** What asking needs. */
export interface ConsulHttpOptions {
  readonly address: ConsulAddress;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

// What the system says when it made no connection.
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Prepares to ask. */
export function consulHttp({ address, fetch, clock, timeoutMs }: ConsulHttpOptions): ConsulHttp {
  return async (request) => {
    const url = new URL(`${address.url.replace(/\/$/, '')}/v1${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    if (address.datacenter !== undefined) url.searchParams.set('dc', address.datacenter);
    const controller = new AbortController();
    const abort = (): void => {
      controller.abort();
    };
    const stopTimer = clock.after(request.timeoutMs ?? timeoutMs, abort);
    request.signal?.addEventListener('abort', abort);
    try {
      const response = await fetch(url, {
        method: request.method,
        signal: controller.signal,
        headers: {
          ...(address.token === undefined ? {} : { 'X-Consul-Token': address.token }),
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      const body = parse(await response.text());
      const index = Number(response.headers.get('X-Consul-Index') ?? '0');
      return { kind: 'answer', status: response.status, index: Number.isFinite(index) ? index : 0, body };
    } catch (error) {
      return failure(error);
    } finally {
      stopTimer();
      request.signal?.removeEventListener('abort', abort);
    }
  };
}

function failure(error: unknown): ConsulAnswer {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { readonly code?: unknown } | null)?.code;
  return {
    kind: typeof code === 'string' && neverSent.has(code) ? 'unsent' : 'broken',
    reason: `Consul: ${messageOf(cause)}`,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
