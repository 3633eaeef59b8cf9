import type { RegistryContent } from '../model/registry-content.js';
import { contentDraft } from '../rules/content-draft.js';
import type { RecordChange } from './record-write.js';

/** The content after changes, in their order. Shares what they do not touch. */
export function applyChanges(content: RegistryContent, changes: readonly RecordChange[]): RegistryContent {
  const draft = contentDraft(content);
  for (const change of changes)
    switch (change.kind) {
      case 'put-service':
        draft.putService(change.record);
        break;
      case 'remove-service':
        draft.removeService(change.name);
        break;
      case 'put-instance':
        draft.putInstance(change.record);
        break;
      case 'remove-instance':
        draft.removeInstance(change.key);
    }
  return draft.content();
}
