import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { RegistryWrite } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import type { ServiceRecord } from '../model/service-record.js';
import type { ContentDraft } from '../rules/content-draft.js';
import { emptyContent } from '../rules/content-draft.js';
import { writeDraft } from '../rules/write-draft.js';

/** What a store holds of the two records that one write may touch. */
export interface RecordState {
  readonly service?: ServiceRecord;
  readonly instance?: InstanceRecord;
  /** Whether the service has any instance. */
  readonly hasInstances: boolean;
}

/** One record of the store as it is to be. */
export type RecordChange =
  | { readonly kind: 'put-service'; readonly record: ServiceRecord }
  | { readonly kind: 'remove-service'; readonly name: string }
  | { readonly kind: 'put-instance'; readonly record: InstanceRecord }
  | { readonly kind: 'remove-instance'; readonly key: InstanceKey };

/** What a write comes to where the store holds what was said. */
export interface PlannedWrite {
  readonly result: RegistryWriteResult;
  /** In the order in which they make sense one by one; empty where the result is not `done`, and for a renewal. */
  readonly changes: readonly RecordChange[];
}

/** The service that a write names, and the instance where it names one. */
export function namesOf(write: RegistryWrite): { readonly service: string; readonly id?: string } {
  switch (write.kind) {
    case 'put-service':
    case 'delete-service':
      return { service: write.name };
    case 'put-instance':
      return { service: write.instance.service, id: write.instance.id };
    case 'set-instance-status':
    case 'renew-instance':
    case 'delete-instance':
      return { service: write.key.service, id: write.key.id };
  }
}

/**
 * Does a write by the common rules (`writeDraft`) on the records that it may touch, for stores that keep records one by one: the
 * store then makes the changes only where it still holds what was said.
 */
export function planWrite(state: RecordState, write: RegistryWrite, revision: string): PlannedWrite {
  const changes: RecordChange[] = [];
  const draft: ContentDraft = {
    service: () => state.service,
    instance: () => state.instance,
    hasInstances: () => state.hasInstances,
    putService: (record) => changes.push({ kind: 'put-service', record }),
    removeService: (name) => changes.push({ kind: 'remove-service', name }),
    putInstance: (record) => changes.push({ kind: 'put-instance', record }),
    removeInstance: (key) => changes.push({ kind: 'remove-instance', key }),
    content: () => emptyContent,
  };
  const result = writeDraft(draft, write, revision);
  return { result, changes };
}
