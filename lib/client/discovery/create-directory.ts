import type { DiscoverySource } from './discovery-source.js';
import type { MeshInstance } from './mesh-instance.js';

/** The instances that there are, kept up to date. */
export interface Directory {
  /** Resolves when the source has told for the first time. */
  readonly ready: () => Promise<void>;
  /** Why what is known may be old; undefined while it is not. */
  readonly staleReason: () => string | undefined;
  /** All of a service; the same list as long as nothing changes. */
  readonly instancesOf: (service: string) => readonly MeshInstance[];
  /** Calls back after each change. Ends with the returned function. */
  readonly watch: (listener: () => void) => () => void;
  readonly close: () => void;
}

const none: readonly MeshInstance[] = Object.freeze([]);

/** Starts to follow a source. */
export function createDirectory(source: DiscoverySource): Directory {
  const listeners = new Set<() => void>();
  let content: ReadonlyMap<string, readonly MeshInstance[]> = new Map();
  let staleReason: string | undefined;
  let onReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    onReady = resolve;
  });
  const stop = source.start((event) => {
    staleReason = event.kind === 'stale' ? event.reason : undefined;
    if (event.kind === 'stale') return;
    content = event.instances;
    onReady();
    for (const listener of [...listeners]) listener();
  });
  return {
    ready: () => ready,
    staleReason: () => staleReason,
    instancesOf: (service) => content.get(service) ?? none,
    watch: (listener) => {
      const entry = (): void => {
        listener();
      };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    close: () => {
      stop();
      listeners.clear();
    },
  };
}
