import type { RegistryBackend } from '../../../lib/registry/model/registry-backend.js';
import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import { contentDraft, emptyContent } from '../../../lib/registry/rules/content-draft.js';
import { type ToldContent, toldContent } from '../../../lib/registry/rules/told-content.js';
import { writeDraft } from '../../../lib/registry/rules/write-draft.js';

/** A backend by the rules, whose moments of telling a test chooses. */
export interface ScriptedBackend extends RegistryBackend, Pick<ToldContent, 'tell' | 'tellStale'> {
  /** Holds back what is written from now on, until `release`. */
  readonly hold: () => void;
  readonly release: () => void;
  readonly now: () => RegistryContent;
  readonly isClosed: () => boolean;
}

/** Starts empty, or without having told anything. */
export function scriptedBackend(kind: string, first: RegistryContent | undefined = emptyContent): ScriptedBackend {
  const draft = contentDraft(first);
  const told = toldContent(first);
  let isHeld = false;
  let isClosed = false;
  let writes = 0;
  return {
    kind,
    canWrite: true,
    watch: told.watch,
    tell: told.tell,
    tellStale: told.tellStale,
    write: (write) => {
      writes += 1;
      const result = writeDraft(draft, write, `${kind}-${String(writes)}`);
      if (!isHeld) told.tell(draft.content());
      return Promise.resolve(result);
    },
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      told.tell(draft.content());
    },
    now: draft.content,
    isClosed: () => isClosed,
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}
