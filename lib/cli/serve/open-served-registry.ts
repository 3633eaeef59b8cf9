import { join } from 'node:path';
import { rememberContent } from '../../control-plane/last-content/remember-content.js';
import { openEmbedded } from '../../registry/embedded/open-embedded.js';
import type { LeaderLease } from '../../registry/leader/leader-lease.js';
import { createRegistry } from '../../registry/merged-registry.js';
import type { RegistryBackend } from '../../registry/model/registry-backend.js';
import { createRedisBackend, type RedisBackend } from '../../registry/redis/redis-backend.js';
import { createRedisLease } from '../../registry/redis/redis-lease.js';
import type { Registry } from '../../registry/registry.js';
import { contentHash } from '../../util/content-hash.js';
import type { Clock } from '../../util/clock.js';
import { UsageError } from '../usage-error.js';
import { contentFile } from './content-file.js';
import type { RegistrySource } from './registry-source.js';
import type { ServeSettings } from './serve-settings.js';

/** The registry of a server. */
export interface ServedRegistry {
  readonly registry: Registry;
  /** Resolves when every backend has told something, be it what was kept of it: before that nothing may be served. */
  readonly isKnown: Promise<void>;
  /** Of the replicas that share the store the one that asks instances for their health; absent where this is the only one. */
  readonly leadership?: LeaderLease;
}

interface OpenedBackend {
  readonly backend: RegistryBackend;
  readonly isKnown: Promise<void>;
  /** Stands for the leadership of those who share it. */
  readonly lead?: () => LeaderLease;
}

/** What backends are opened with. */
export interface RegistrySurroundings {
  readonly clock: Clock;
  readonly print: (text: string) => void;
}

/** Opens all backends, the first with the most to say, as one registry. Ends the command where one cannot be opened. */
export async function openServedRegistry(
  settings: Pick<ServeSettings, 'dataFolder' | 'registries'>,
  surroundings: RegistrySurroundings,
): Promise<ServedRegistry> {
  const opened: OpenedBackend[] = [];
  try {
    for (const source of settings.registries) opened.push(await open(source, settings.dataFolder, surroundings));
  } catch (error) {
    await Promise.all(opened.map(({ backend }) => backend.close()));
    throw error;
  }
  // Writes go to the first that takes them, those of health checks too.
  const leadership = opened.find(({ backend }) => backend.canWrite)?.lead?.();
  return {
    registry: createRegistry(
      opened.map(({ backend }) => backend),
      surroundings.clock,
    ),
    isKnown: Promise.all(opened.map(({ isKnown }) => isKnown)).then(() => undefined),
    ...(leadership === undefined ? {} : { leadership }),
  };
}

async function open(
  source: RegistrySource,
  dataFolder: string,
  { clock, print }: RegistrySurroundings,
): Promise<OpenedBackend> {
  switch (source.kind) {
    case 'embedded': {
      const found = await openEmbedded({ folder: join(dataFolder, 'registry'), clock });
      if (!found.ok) throw new UsageError(`${found.problem} (${found.hint})`);
      return { backend: found.backend, isKnown: Promise.resolve() };
    }
    case 'redis': {
      // By the address, so that what was kept of one store is not taken for another's.
      const name = `redis-${contentHash(source.url, 8)}`;
      let redis: RedisBackend | undefined = undefined;
      const store = (): string | undefined => redis?.incarnation();
      const keeper = contentFile({ dataFolder, name, store, onProblem: print });
      const incarnation = keeper.kept?.store;
      const server = { kind: 'url', url: source.url } as const;
      redis = createRedisBackend({
        server,
        clock,
        onNotice: print,
        ...(incarnation === undefined ? {} : { incarnation }),
      });
      const backend = rememberContent(redis, keeper, clock);
      return {
        backend,
        isKnown: backend.isKnown,
        lead: () => createRedisLease({ server, clock, name: 'health-checks' }),
      };
    }
  }
}
