import type { RegistryContent } from '../../../lib/registry/model/registry-content.js';
import type { RegistryWrite } from '../../../lib/registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../../lib/registry/model/registry-write-result.js';
import { contentDraft } from '../../../lib/registry/rules/content-draft.js';
import { writeDraft } from '../../../lib/registry/rules/write-draft.js';

/** What comes of one write on a content. */
export interface AppliedWrite {
  readonly result: RegistryWriteResult;
  /** Shares all that the write did not touch; the same object where the result is not `done`. */
  readonly content: RegistryContent;
}

/** Does one write by the rules that hold for every backend (`writeDraft` has them). `revision`: as there. */
export function applyWrite(content: RegistryContent, write: RegistryWrite, revision: string): AppliedWrite {
  const draft = contentDraft(content);
  const result = writeDraft(draft, write, revision);
  return { result, content: draft.content() };
}
