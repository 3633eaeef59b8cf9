import type { InstanceDescription, InstanceStatus } from '../../../lib/registry/model/instance-record.js';
import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';
import type { RegistryWrite, WriteOptions } from '../../../lib/registry/model/registry-write.js';
import type { BackendState, Registry } from '../../../lib/registry/registry.js';
import { emptyContent } from '../../../lib/registry/rules/content-draft.js';
import { writeDigest } from '../../../lib/registry/rules/write-digest.js';
import { applyWrite } from './apply-write.js';

type Name = `${string}/${string}`;

/** A registry in memory whose store a test takes away, or makes refuse; with short words for what tests do to it. */
export interface MemoryRegistry extends Registry {
  /** Registers an instance at 127.0.0.1 with a port called `http`; more by `parts`. Its name is `<service>/<id>`. */
  readonly put: (name: Name, port: number, parts?: Partial<InstanceDescription>) => void;
  readonly set: (name: Name, status: InstanceStatus) => void;
  readonly remove: (name: Name) => void;
  /** What every write comes to from now on; undefined: what the rules say. */
  readonly answerWith: (result: RegistryWriteResult | undefined) => void;
  readonly setStale: (reason: string | undefined) => void;
}

const any = { kind: 'any' } as const;

/** Makes an empty registry. It follows the rules of all backends, and remembers request ids. */
export function memoryRegistry(): MemoryRegistry {
  let content: RegistryContent = emptyContent;
  let revision = 0;
  let fixed: RegistryWriteResult | undefined;
  let state: BackendState = { kind: 'memory', canWrite: true };
  const listeners = new Set<() => void>();
  const done = new Map<string, { readonly digest: string; readonly result: RegistryWriteResult }>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const apply = (write: RegistryWrite): RegistryWriteResult => {
    const applied = applyWrite(content, write, `r/${String(++revision)}`);
    if (applied.content !== content) {
      content = applied.content;
      tell();
    }
    return applied.result;
  };
  const write = (asked: RegistryWrite, { requestId }: WriteOptions): RegistryWriteResult => {
    if (fixed !== undefined) return fixed;
    if (requestId === undefined) return apply(asked);
    const digest = writeDigest(asked);
    const known = done.get(requestId);
    if (known?.digest === digest) return known.result;
    if (known !== undefined)
      return { kind: 'refused', reason: 'request-id', detail: 'the request id was used for another write' };
    const result = apply(asked);
    if (result.kind === 'done') done.set(requestId, { digest, result });
    return result;
  };
  return {
    content: () => content,
    backends: () => [state],
    watch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    write: (asked, options = {}) => Promise.resolve(write(asked, options)),
    close: () => Promise.resolve(),
    put: (name, port, parts = {}) => {
      const described = { address: '127.0.0.1', ports: { http: port }, weight: 1, metadata: {} };
      apply({ kind: 'put-instance', instance: { ...keyOf(name), ...described, ...parts }, precondition: any });
    },
    set: (name, status) => void apply({ kind: 'set-instance-status', key: keyOf(name), status, precondition: any }),
    remove: (name) => void apply({ kind: 'delete-instance', key: keyOf(name), precondition: any }),
    answerWith: (result) => {
      fixed = result;
    },
    setStale: (reason) => {
      state = { kind: 'memory', canWrite: true, ...(reason === undefined ? {} : { staleReason: reason }) };
      tell();
    },
  };
}

function keyOf(name: string): { readonly service: string; readonly id: string } {
  const [service = '', id = ''] = name.split('/');
  return { service, id };
}
