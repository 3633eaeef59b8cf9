import type { LeaderLease } from '../../registry/leader/leader-lease.js';
import { createRegistry } from '../../registry/merged-registry.js';
import type { Registry } from '../../registry/registry.js';
import { openBackend, type BackendSurroundings, type OpenedBackend } from './open-backend.js';
import type { RegistrySource } from './registry-source.js';

/** The registry of a server. */
export interface ServedRegistry {
  readonly registry: Registry;
  /** Resolves when every backend has told something, be it what was kept of it: before that nothing may be served. */
  readonly isKnown: Promise<void>;
  /** Of the replicas that share the store the one that asks instances for their health; absent where this is the only one. */
  readonly leadership?: LeaderLease;
}

/** Opens all backends, the first with the most to say, as one registry. Ends the command where one cannot be opened. */
export async function openServedRegistry(
  sources: readonly RegistrySource[],
  surroundings: BackendSurroundings,
): Promise<ServedRegistry> {
  const opened: OpenedBackend[] = [];
  try {
    for (const source of sources) opened.push(await openBackend(source, surroundings));
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
