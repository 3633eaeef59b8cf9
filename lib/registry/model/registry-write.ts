import type { InstanceDescription, InstanceKey, InstanceStatus } from './instance-record.js';

/** What has to hold for a write to be done. `any`: nothing. */
export type Precondition =
  { readonly kind: 'any' | 'absent' | 'present' } | { readonly kind: 'revision'; readonly revision: string };

/** When an instance that drains is to be removed. */
export interface RemovalWish {
  /** Counted from when it was wished, ms; 0 to 86,400,000. */
  readonly afterMs: number;
  /** The moment that comes of it: ms since the epoch. A write that is repeated later is the same write. */
  readonly at: number;
}

/** One change of one record; it happens whole or not at all. */
export type RegistryWrite =
  | {
      readonly kind: 'put-service';
      readonly name: string;
      readonly metadata: Readonly<Record<string, string>>;
      readonly precondition: Precondition;
    }
  /** Refused while the service has instances. */
  | { readonly kind: 'delete-service'; readonly name: string; readonly precondition: Precondition }
  /**
   * Registers or replaces; starts the lease anew. Makes the service's record where there is none. `status` absent: a known
   * instance keeps its own but for `draining`, which ends; a new one is healthy, or unhealthy until its health check says otherwise.
   */
  | {
      readonly kind: 'put-instance';
      readonly instance: InstanceDescription;
      readonly status?: InstanceStatus;
      readonly precondition: Precondition;
    }
  | {
      readonly kind: 'set-instance-status';
      readonly key: InstanceKey;
      readonly status: InstanceStatus;
      /** With `draining` only. @default - it stays; what was wished before is forgotten */
      readonly removal?: RemovalWish;
      readonly precondition: Precondition;
    }
  /** Starts the lease anew; changes nothing else, also not the revision. */
  | { readonly kind: 'renew-instance'; readonly key: InstanceKey }
  | { readonly kind: 'delete-instance'; readonly key: InstanceKey; readonly precondition: Precondition };

/** What goes with a write. */
export interface WriteOptions {
  /** Names the wish, not the attempt: a write that is repeated with it within a day is done once and answered as then. */
  readonly requestId?: string;
  /** Token of the leader on whose behalf it is done; refused when a later leader has one. */
  readonly fencingToken?: bigint;
}
