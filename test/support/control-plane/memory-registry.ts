import type { InstanceDescription, InstanceStatus } from '../../../lib/registry/model/instance-record.js';
import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import type { RegistryWrite } from '../../../lib/registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';
import type { Registry } from '../../../lib/registry/registry.js';
import { applyWrite } from '../registry/apply-write.js';
import { emptyContent } from '../../../lib/registry/rules/content-draft.js';

/** A registry that forgets, with short words for what tests do to it. */
export interface MemoryRegistry extends Registry {
  /** Registers an instance at 127.0.0.1 with a port called `http`; more by `parts`. */
  readonly put: (name: `${string}/${string}`, port: number, parts?: Partial<InstanceDescription>) => void;
  /** `<service>/<id>`. */
  readonly set: (name: `${string}/${string}`, status: InstanceStatus) => void;
  readonly remove: (name: `${string}/${string}`) => void;
}

const any = { kind: 'any' } as const;

/** Creates an empty registry. */
export function memoryRegistry(): MemoryRegistry {
  let content: RegistryContent = emptyContent;
  let revision = 0;
  const listeners = new Set<() => void>();
  const write = (asked: RegistryWrite): RegistryWriteResult => {
    const applied = applyWrite(content, asked, String(++revision));
    if (applied.content === content) return applied.result;
    content = applied.content;
    for (const listener of listeners) listener();
    return applied.result;
  };
  return {
    content: () => content,
    backends: () => [{ kind: 'memory', canWrite: true }],
    watch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    write: (asked) => Promise.resolve(write(asked)),
    close: () => Promise.resolve(),
    put: (name, port, parts = {}) => {
      const instance = {
        ...keyOf(name),
        address: '127.0.0.1',
        ports: { http: port },
        weight: 1,
        metadata: {},
        ...parts,
      };
      write({ kind: 'put-instance', instance, precondition: any });
    },
    set: (name, status) => void write({ kind: 'set-instance-status', key: keyOf(name), status, precondition: any }),
    remove: (name) => void write({ kind: 'delete-instance', key: keyOf(name), precondition: any }),
  };
}

function keyOf(name: string): { readonly service: string; readonly id: string } {
  const [service = '', id = ''] = name.split('/');
  return { service, id };
}
