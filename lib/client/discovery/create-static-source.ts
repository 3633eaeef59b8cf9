import type { DiscoverySource } from './discovery-source.js';
import type { MeshInstance } from './mesh-instance.js';

/** A source that a program fills itself. */
export interface StaticSource extends DiscoverySource {
  /** Replaces all instances. */
  readonly set: (instances: readonly MeshInstance[]) => void;
}

/** Creates a source of instances that somebody else knows: a file, a test. */
export function createStaticSource(instances: readonly MeshInstance[] = []): StaticSource {
  type Listener = Parameters<DiscoverySource['start']>[0];
  const listeners = new Set<Listener>();
  let content = byService(instances);
  return {
    start: (listener) => {
      listeners.add(listener);
      listener({ kind: 'content', instances: content });
      return () => {
        listeners.delete(listener);
      };
    },
    set: (next) => {
      content = byService(next);
      for (const listener of [...listeners]) listener({ kind: 'content', instances: content });
    },
  };
}

function byService(instances: readonly MeshInstance[]): ReadonlyMap<string, readonly MeshInstance[]> {
  const map = new Map<string, MeshInstance[]>();
  for (const instance of instances) map.set(instance.service, [...(map.get(instance.service) ?? []), instance]);
  return map;
}
