import { setTimeout as sleep } from 'node:timers/promises';
import { createMeshApiClient } from '../../mesh-api/client/create-mesh-api-client.js';
import type { components } from '../../mesh-api/client/generated.js';
import { fetchOf } from '../fetch-of.js';
import type { MeshApiAccess } from '../mesh-api-access.js';
import { fetchUnlessSilent } from './fetch-unless-silent.js';
import type { DiscoveryEvent, DiscoverySource } from './discovery-source.js';
import type { MeshInstance } from './mesh-instance.js';

type Schemas = components['schemas'];
type Content = ReadonlyMap<string, readonly MeshInstance[]>;

/** What is watched. */
export interface ApiSourceOptions extends MeshApiAccess {
  /** @default - all that the token may see */
  readonly services?: readonly string[];
}

/** The server shows every 15 s that it lives; a connection that is silent for three times as long is dead. */
const silenceMs = 45_000;

/** A token may be let in later, when the server knows it. */
const refusedPauseMs = 5_000;

/**
 * Creates a source that follows the registry by the mesh API's watch. A connection that breaks is made anew; until then what
 * was told last holds.
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
  { url, token, ca, services }: ApiSourceOptions,
  tell: (event: DiscoveryEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let content: Content | undefined;
  const fetchOnce = fetchOf(ca);
  const client = createMeshApiClient({
    baseUrl: url,
    fetch: async (request) => {
      const response = await fetchUnlessSilent(request, silenceMs, fetchOnce);
      // The watch goes on where it was left, and where nothing has changed it tells nothing.
      if (response.ok && content !== undefined) tell({ kind: 'content', instances: content });
      return response;
    },
    ...(token === undefined ? {} : { token }),
  });
  while (!signal.aborted) {
    for await (const event of client.watch({ signal, ...(services === undefined ? {} : { services }) })) {
      if (event.kind === 'broken') tell({ kind: 'stale', reason: event.reason });
      if (event.kind === 'refused')
        tell({ kind: 'stale', reason: event.problem?.detail ?? `the mesh API answers ${event.status}` });
      if (event.kind === 'snapshot') content = groupByService(event.snapshot.instances);
      if (event.kind === 'change') content = applyChange(content ?? new Map(), event.change);
      if (content !== undefined && (event.kind === 'snapshot' || event.kind === 'change'))
        tell({ kind: 'content', instances: content });
    }
    await sleep(refusedPauseMs, undefined, { signal }).catch(() => undefined);
  }
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
