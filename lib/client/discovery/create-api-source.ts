import { setTimeout as sleep } from 'node:timers/promises';
import type { components } from '../../mesh-api/client/generated.js';
import { backOffMs } from '../back-off.js';
import type { MeshApiAccess } from '../mesh-api-access.js';
import type { DiscoveryEvent, DiscoverySource } from './discovery-source.js';
import type { MeshInstance } from './mesh-instance.js';
import { readServerSentEvents, type ServerSentEvent } from './read-server-sent-events.js';

type Schemas = components['schemas'];
type Content = ReadonlyMap<string, readonly MeshInstance[]>;

/** What is watched. */
export interface ApiSourceOptions extends MeshApiAccess {
  /** @default - all that the token may see */
  readonly services?: readonly string[];
}

const backOff = { baseMs: 200, maxMs: 5_000 };

/** The server shows every 15 s that it lives; a connection that is silent for three times as long is dead. */
const silenceMs = 45_000;

/**
 * Creates a source that follows the registry by the mesh API's watch. A connection that breaks is made anew, after a pause that
 * grows up to 5 s; until then what was told last holds.
 */
export function createApiSource(options: ApiSourceOptions): DiscoverySource {
  return {
    start: (listener) => {
      const stop = new AbortController();
      void follow(options, listener, stop.signal);
      return () => {
        stop.abort();
      };
    },
  };
}

async function follow(
  options: ApiSourceOptions,
  tell: (event: DiscoveryEvent) => void,
  stopped: AbortSignal,
): Promise<void> {
  const watch = { content: new Map() as Content, lastEventId: '', failures: 0 };
  while (!stopped.aborted) {
    const reason = await watchOnce(
      options,
      stopped,
      (event) => {
        watch.failures = 0;
        if (event.id !== '') watch.lastEventId = event.id;
        const content = applyEvent(watch.content, event);
        if (content === watch.content) return;
        watch.content = content;
        tell({ kind: 'content', instances: content });
      },
      watch.lastEventId,
    );
    if (isAborted(stopped)) return;
    tell({ kind: 'stale', reason });
    watch.failures++;
    await sleep(backOffMs(backOff, watch.failures, Math.random()), undefined, { signal: stopped }).catch(
      () => undefined,
    );
  }
}

/** Whether it was aborted in the meantime: the compiler takes what was asked before for still true. */
function isAborted({ aborted }: AbortSignal): boolean {
  return aborted;
}

/** Watches until the stream ends; gives the reason. */
async function watchOnce(
  { url, token, services = [] }: ApiSourceOptions,
  stopped: AbortSignal,
  onEvent: (event: ServerSentEvent) => void,
  lastEventId: string,
): Promise<string> {
  const silence = new AbortController();
  let timer = setTimeout(() => undefined, 0);
  const listen = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silence.abort();
    }, silenceMs);
    timer.unref();
  };
  try {
    listen();
    const query = services.map((service) => `service=${encodeURIComponent(service)}`).join('&');
    const response = await fetch(`${url}/v1/watch${query === '' ? '' : `?${query}`}`, {
      headers: {
        accept: 'text/event-stream',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
      },
      signal: AbortSignal.any([stopped, silence.signal]),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return `the mesh API answers ${String(response.status)}`;
    }
    for await (const event of readServerSentEvents(response.body.pipeThrough(new TextDecoderStream()))) {
      listen();
      onEvent(event);
    }
    return 'the mesh API ended the watch';
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `the mesh API cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`;
  } finally {
    clearTimeout(timer);
  }
}

/** The content after an event; the same object where it changes nothing. */
function applyEvent(content: Content, { event, data }: ServerSentEvent): Content {
  // The server is ours and keeps to its own OpenAPI document.
  if (event === 'snapshot') return groupByService((JSON.parse(data) as Schemas['WatchSnapshot']).instances);
  return event === 'change' ? applyChange(content, JSON.parse(data) as Schemas['WatchChange']) : content;
}

function groupByService(instances: readonly MeshInstance[]): Content {
  const content = new Map<string, MeshInstance[]>();
  for (const instance of instances) {
    const known = content.get(instance.service);
    if (known === undefined) content.set(instance.service, [instance]);
    else known.push(instance);
  }
  return content;
}

function applyChange(content: Content, change: Schemas['WatchChange']): Content {
  const without = (service: string, id: string): readonly MeshInstance[] =>
    (content.get(service) ?? []).filter((instance) => instance.id !== id);
  switch (change.kind) {
    case 'service-put':
      return content;
    case 'service-removed':
      return new Map([...content].filter(([name]) => name !== change.name));
    case 'instance-put': {
      const { service, id } = change.instance;
      const all = [...without(service, id), change.instance];
      return new Map(content).set(
        service,
        all.sort((left, right) => (left.id < right.id ? -1 : 1)),
      );
    }
    case 'instance-removed':
      return new Map(content).set(change.service, without(change.service, change.id));
  }
}
