import type { InstanceKey } from '../../registry/model/instance-record.js';
import type { RegistryWrite } from '../../registry/model/registry-write.js';
import type { RegistryWriteResult } from '../../registry/model/registry-write-result.js';
import type { Clock } from '../../util/clock.js';

/** Instances that are drained and will be removed. */
export interface PendingRemovals {
  /** Removes an instance after a time, if it still is of that revision then. Takes the place of an earlier wish for it. */
  readonly schedule: (key: InstanceKey, when: { readonly revision: string; readonly afterMs: number }) => void;
  /** Forgets all wishes: what is drained stays so. */
  readonly close: () => void;
}

/** How removals are done. */
export interface RemovalOptions {
  readonly clock: Clock;
  readonly write: (write: RegistryWrite) => Promise<RegistryWriteResult>;
  /** Hears of each removal that was tried, once it is settled. */
  readonly tell: (key: InstanceKey, result: RegistryWriteResult) => void;
}

/** After so long a removal is tried again that the registry could not do; ms. */
const retryMs = 1000;

/** Makes a list of removals to come. */
export function createPendingRemovals({ clock, write, tell }: RemovalOptions): PendingRemovals {
  const cancels = new Map<string, () => void>();
  let isClosed = false;

  const plan = (key: InstanceKey, revision: string, afterMs: number): void => {
    const name = `${key.service}/${key.id}`;
    cancels.get(name)?.();
    const cancel = clock.after(afterMs, () => {
      cancels.delete(name);
      void remove(key, revision);
    });
    cancels.set(name, cancel);
  };

  async function remove(key: InstanceKey, revision: string): Promise<void> {
    const result = await write({ kind: 'delete-instance', key, precondition: { kind: 'revision', revision } });
    const mayWork = result.kind === 'unavailable' || result.kind === 'unknown';
    if (!mayWork) tell(key, result);
    else if (!isClosed && !cancels.has(`${key.service}/${key.id}`)) plan(key, revision, retryMs);
  }

  return {
    schedule: (key, { revision, afterMs }) => {
      plan(key, revision, afterMs);
    },
    close: () => {
      isClosed = true;
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
