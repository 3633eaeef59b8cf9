import type { InstanceRecord } from './instance-record.js';
import type { ServiceRecord } from './service-record.js';

/** What came of a write. Only `done` changed anything; after `unknown` nobody knows until the record is read. */
export type RegistryWriteResult =
  | {
      readonly kind: 'done';
      /** The record after it; absent after a removal. */
      readonly service?: ServiceRecord;
      readonly instance?: InstanceRecord;
      /** Whether the record is new. */
      readonly isNew: boolean;
    }
  /** The precondition does not hold; `revision` is the one that there is, absent where there is no record. */
  | { readonly kind: 'conflict'; readonly revision?: string }
  /** What is to be changed is not there. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'refused';
      /** `request-id`: it was used for another write. `full`: no space is left. `unacceptable`: the store takes no such record. */
      readonly reason: 'read-only' | 'has-instances' | 'fenced' | 'request-id' | 'full' | 'unacceptable';
      readonly detail: string;
    }
  /** The store cannot be reached, or has lost its memory; nothing was changed. */
  | { readonly kind: 'unavailable'; readonly detail: string }
  /** The connection broke between the write and its answer. */
  | { readonly kind: 'unknown'; readonly detail: string };
