import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../back-off.js';
import type { PickedInstance, Picker } from '../balance/create-picker.js';
import { deadline, deadlineHeader } from '../deadline.js';
import { createRetryBudget, type RetryBudget } from './create-retry-budget.js';
import type { MeshFetchOptions } from './mesh-fetch-options.js';
import type { RetryOptions } from './retry-options.js';

/** `fetch` whose hosts are services: `fetch('http://reviews/ratings/7')` goes to an instance of reviews. */
export type MeshFetch = (url: string | URL, options?: MeshFetchOptions) => Promise<Response>;

/** Share of requests that may be retries on top. */
const retryShare = 0.2;
const defaultTimeoutMs = 15_000;

const defaults: Required<Omit<RetryOptions, 'perTryTimeoutMs'>> = Object.freeze({
  attempts: 2,
  statuses: [502, 503, 504],
  methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'],
  backOffBaseMs: 25,
  backOffMaxMs: 250,
});

/** One request with all its tries. */
interface Request {
  readonly url: URL;
  readonly options: MeshFetchOptions;
  /** Ends with the request's time, or when the caller gives up. */
  readonly signal: AbortSignal;
  readonly retries: typeof defaults & Pick<RetryOptions, 'perTryTimeoutMs'>;
}

type Tried =
  { readonly kind: 'answer'; readonly response: Response } | { readonly kind: 'failure'; readonly error: unknown };

/**
 * Creates a `fetch` for services. A request is retried on another instance, where there is one, if sending it twice does no
 * harm and its body can be sent twice; retries are a fifth of a service's requests at most, so that they cannot drown it.
 * It rejects as `fetch` does, and where the service has no instance that takes requests.
 */
export function createMeshFetch(pick: Picker, random: () => number = Math.random): MeshFetch {
  const budgets = new Map<string, RetryBudget>();
  return async (target, options = {}) => {
    const url = new URL(target);
    const budget = budgets.get(url.hostname) ?? createRetryBudget(retryShare);
    budgets.set(url.hostname, budget);
    budget.noteRequest();
    return deadline.run(options.timeoutMs ?? defaultTimeoutMs, async () => {
      const request = prepare(url, options);
      const tried: string[] = [];
      for (let retry = 1; ; retry++) {
        const picked = pick(url.hostname, { ...pickOptions(options), except: tried });
        if (picked === undefined) throw new TypeError(`no instance of "${url.hostname}" takes requests`);
        tried.push(picked.instance.id);
        const outcome = await tryOnce(request, picked);
        const isLast = retry > request.retries.attempts || request.signal.aborted;
        if (isLast || !isWorthRetry(outcome, request.retries) || !budget.takeRetry()) return resultOf(outcome);
        if (outcome.kind === 'answer') await outcome.response.body?.cancel();
        const { backOffBaseMs: baseMs, backOffMaxMs: maxMs } = request.retries;
        await sleep(backOffMs({ baseMs, maxMs }, retry, random()), undefined, { signal: request.signal });
      }
    });
  };
}

function prepare(url: URL, options: MeshFetchOptions): Request {
  const given = options.retries === 'none' ? { attempts: 0 } : options.retries;
  const retries = { ...defaults, ...given };
  const isRepeatable = retries.methods.includes((options.method ?? 'GET').toUpperCase()) && hasRepeatableBody(options);
  const timeout = AbortSignal.timeout(Math.ceil(deadline.remainingMs() ?? defaultTimeoutMs));
  return {
    url,
    options,
    signal: AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]),
    retries: isRepeatable ? retries : { ...retries, attempts: 0 },
  };
}

/** A stream is gone when it was sent once. */
function hasRepeatableBody({ body }: MeshFetchOptions): boolean {
  return (
    !(body instanceof ReadableStream) && !(typeof body === 'object' && body !== null && Symbol.asyncIterator in body)
  );
}

async function tryOnce({ url, options, signal, retries }: Request, picked: PickedInstance): Promise<Tried> {
  const perTry = new AbortController();
  const { perTryTimeoutMs } = retries;
  const timer =
    perTryTimeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          perTry.abort(new DOMException(`no answer in ${perTryTimeoutMs} ms`, 'TimeoutError'));
        }, perTryTimeoutMs);
  try {
    const response = await fetch(addressOf(url, picked), {
      ...fetchOptions(options),
      headers: headersOf(url, options),
      signal: AbortSignal.any([signal, perTry.signal]),
    });
    picked.done(response.status >= 500 ? 'failure' : 'success');
    return { kind: 'answer', response };
  } catch (error) {
    // What the caller broke off says nothing of the instance.
    picked.done(options.signal?.aborted === true ? 'unknown' : 'failure');
    return { kind: 'failure', error };
  } finally {
    clearTimeout(timer);
  }
}

function isWorthRetry(outcome: Tried, { statuses }: Request['retries']): boolean {
  return outcome.kind === 'failure' || statuses.includes(outcome.response.status);
}

function resultOf(outcome: Tried): Response {
  if (outcome.kind === 'answer') return outcome.response;
  throw outcome.error;
}

function addressOf(url: URL, { instance, port }: PickedInstance): URL {
  const address = new URL(url);
  address.hostname = instance.address.includes(':') ? `[${instance.address}]` : instance.address;
  address.port = String(port);
  return address;
}

function headersOf(url: URL, { headers }: MeshFetchOptions): Headers {
  const all = new Headers(headers);
  // Node's fetch sets `Host` itself, to the address.
  if (!all.has('x-forwarded-host')) all.set('x-forwarded-host', url.hostname);
  const remaining = deadline.remainingMs();
  if (remaining !== undefined) all.set(deadlineHeader, String(Math.ceil(remaining)));
  return all;
}

function pickOptions({ port, version, balancing, key }: MeshFetchOptions): Parameters<Picker>[1] & object {
  return {
    ...(port === undefined ? {} : { port }),
    ...(version === undefined ? {} : { version }),
    ...(balancing === undefined ? {} : { balancing }),
    ...(key === undefined ? {} : { key }),
  };
}

function fetchOptions(options: MeshFetchOptions): RequestInit {
  const { port: _1, version: _2, balancing: _3, key: _4, timeoutMs: _5, retries: _6, ...rest } = options;
  return rest;
}
