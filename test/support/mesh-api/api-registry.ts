import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';
import type { RegistryWrite } from '../../../lib/registry/model/registry-write.js';
import type { BackendState, Registry } from '../../../lib/registry/registry.js';
import { applyWrite } from '../registry/apply-write.js';
import { emptyContent } from '../../../lib/registry/rules/content-draft.js';
import { writeDigest } from '../../../lib/registry/rules/write-digest.js';

/** A registry in memory whose store a test takes away, or makes refuse. */
export interface ApiRegistry extends Registry {
  /** What every write comes to from now on; undefined: what the rules say. */
  readonly answerWith: (result: RegistryWriteResult | undefined) => void;
  readonly setStale: (reason: string | undefined) => void;
}

/** Makes an empty registry. It follows the rules of all backends, and remembers request ids. */
export function apiRegistry(): ApiRegistry {
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
  return {
    content: () => content,
    backends: () => [state],
    watch: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    write: (write, { requestId } = {}) => {
      if (fixed !== undefined) return Promise.resolve(fixed);
      const known = requestId === undefined ? undefined : done.get(requestId);
      if (known !== undefined)
        return Promise.resolve(
          known.digest === writeDigest(write)
            ? known.result
            : { kind: 'refused', reason: 'request-id', detail: 'the request id was used for another write' },
        );
      const result = apply(write);
      if (requestId !== undefined && result.kind === 'done')
        done.set(requestId, { digest: writeDigest(write), result });
      return Promise.resolve(result);
    },
    close: () => Promise.resolve(),
    answerWith: (result) => {
      fixed = result;
    },
    setStale: (reason) => {
      state = { kind: 'memory', canWrite: true, ...(reason === undefined ? {} : { staleReason: reason }) };
      tell();
    },
  };
}
