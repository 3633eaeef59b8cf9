import type { RegistryBackend, RegistryEvent } from '../../../lib/registry/model/registry-backend.js';
import { contentDraft, emptyContent } from '../../../lib/registry/rules/content-draft.js';
import { writeDraft } from '../../../lib/registry/rules/write-draft.js';
import { backendContract } from '../../support/registry/backend-contract.js';

/** The rules and nothing else: what every store adds has tests of its own. */
function rulesAlone(): RegistryBackend {
  const draft = contentDraft(emptyContent);
  const listeners = new Set<(event: RegistryEvent) => void>();
  let writes = 0;
  return {
    kind: 'rules',
    canWrite: true,
    watch: (listener) => {
      listeners.add(listener);
      listener({ kind: 'content', content: draft.content() });
      return () => {
        listeners.delete(listener);
      };
    },
    write: (write) => {
      writes += 1;
      const result = writeDraft(draft, write, String(writes));
      for (const listener of [...listeners]) listener({ kind: 'content', content: draft.content() });
      return Promise.resolve(result);
    },
    close: () => Promise.resolve(),
  };
}

backendContract({
  name: 'the rules',
  create: () => Promise.resolve({ backend: rulesAlone() }),
  capabilities: { writes: true, leases: false, requestIds: false, fencing: false, clients: false, histories: 200 },
});
