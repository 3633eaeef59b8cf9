import { fetchProblem } from '../../util/fetch-problem.js';
import type { components } from './generated.js';
import { readSse, type SseEvent } from './read-sse.js';

type Schemas = components['schemas'];

/** What a watch tells. */
export type WatchEvent =
  /** All that is watched, as it is now: what was told before counts no more. */
  | { readonly kind: 'snapshot'; readonly snapshot: Schemas['WatchSnapshot'] }
  | { readonly kind: 'change'; readonly change: Schemas['WatchChange'] }
  | { readonly kind: 'backends'; readonly backends: Schemas['WatchBackends']['backends'] }
  /** The connection broke; what was told holds as far as anybody knows, and the watch goes on by itself. */
  | { readonly kind: 'broken'; readonly reason: string }
  /** The server does not let this caller watch; the watch ends. */
  | { readonly kind: 'refused'; readonly status: number; readonly problem: Schemas['Problem'] | undefined };

/** What is watched. */
export interface WatchOptions {
  /** @default - all that the token may see */
  readonly services?: readonly string[];
  /** Ends the watch. */
  readonly signal?: AbortSignal;
}

/** How the server is reached. */
export interface WatchAccess {
  readonly url: string;
  readonly token?: string;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Resolves after a time, or at once when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Pauses before it connects anew: the first, and the longest. */
const pauseMs = { first: 100, longest: 5000 };

/** Follows a registry; connects anew where it was left (Last-Event-ID) when a connection breaks. */
export async function* watchRegistry(access: WatchAccess, options: WatchOptions): AsyncGenerator<WatchEvent, void> {
  const { signal } = options;
  const place: Place = { lastEventId: '', failures: 0 };
  while (!isAborted(signal)) {
    let reason = 'the server ended the stream';
    try {
      const response = await access.fetch(requestOf(access, options, place.lastEventId));
      if (response.ok && response.body !== null) yield* readOnce(response.body, place);
      else if (mayWorkLater(response.status)) {
        await response.body?.cancel();
        reason = `the server answers ${String(response.status)}`;
      } else {
        yield { kind: 'refused', status: response.status, problem: await problemOf(response) };
        return;
      }
    } catch (error) {
      reason = fetchProblem(error);
    }
    if (isAborted(signal)) return;
    yield { kind: 'broken', reason };
    await access.wait(Math.min(pauseMs.longest, pauseMs.first * 2 ** place.failures), signal);
    place.failures++;
  }
}

/** Where a watch is. */
interface Place {
  lastEventId: string;
  /** Tries in a row that told nothing. */
  failures: number;
}

async function* readOnce(body: AsyncIterable<Uint8Array>, place: Place): AsyncGenerator<WatchEvent, void> {
  for await (const event of readSse(body)) {
    Object.assign(place, { failures: 0 }, event.id === '' ? {} : { lastEventId: event.id });
    const told = watchEvent(event);
    if (told !== undefined) yield told;
  }
}

/** Whether it was aborted in the meantime: the compiler takes what was asked before for still true. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function requestOf({ url, token }: WatchAccess, { services = [], signal }: WatchOptions, lastEventId: string): Request {
  const query = new URLSearchParams(services.map((service): [string, string] => ['service', service]));
  return new Request(`${url}/v1/watch${query.size === 0 ? '' : `?${query.toString()}`}`, {
    headers: {
      accept: 'text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
    },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A server that is full, starts, or fails may take the next try; one that says no says it again. */
function mayWorkLater(status: number): boolean {
  return status === 429 || status >= 500;
}

async function problemOf(response: Response): Promise<Schemas['Problem'] | undefined> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  // A problem document is the server's own, and keeps to its description.
  return isProblem ? ((await response.json()) as Schemas['Problem']) : undefined;
}

function watchEvent({ event, data }: SseEvent): WatchEvent | undefined {
  // The server's own events keep to its description; kinds that are added later are passed over.
  if (event === 'snapshot') return { kind: 'snapshot', snapshot: JSON.parse(data) as Schemas['WatchSnapshot'] };
  if (event === 'change') return { kind: 'change', change: JSON.parse(data) as Schemas['WatchChange'] };
  if (event === 'backends')
    return { kind: 'backends', backends: (JSON.parse(data) as Schemas['WatchBackends']).backends };
  return undefined;
}
