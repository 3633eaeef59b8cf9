import { join } from 'node:path';
import { openEmbedded } from '../../registry/embedded/open-embedded.js';
import type { RegistryBackend } from '../../registry/model/registry-backend.js';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import type { Registry } from '../../registry/registry.js';
import type { Clock } from '../../util/clock.js';
import { UsageError } from '../usage-error.js';
import type { ServeSettings } from './serve-settings.js';

/** The registry of a server. */
export interface ServedRegistry {
  readonly registry: Registry;
}

/** Opens the registry. Ends the command where that cannot be. */
export async function openServedRegistry({ dataFolder }: ServeSettings, clock: Clock): Promise<ServedRegistry> {
  const opened = await openEmbedded({ folder: join(dataFolder, 'registry'), clock });
  if (!opened.ok) throw new UsageError(`${opened.problem} (${opened.hint})`);
  return { registry: ofOne(opened.backend) };
}

function ofOne(backend: RegistryBackend): Registry {
  let content: RegistryContent = { services: new Map(), instances: new Map() };
  const listeners = new Set<() => void>();
  backend.watch((event) => {
    if (event.kind === 'content') content = event.content;
    for (const listener of listeners) listener();
  });
  return {
    content: () => content,
    backends: () => [{ kind: backend.kind, canWrite: true }],
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write: backend.write,
    close: backend.close,
  };
}
