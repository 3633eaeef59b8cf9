import { createThrottle } from '../../../control-plane/create-throttle.js';
import type { InstanceKey, InstanceRecord } from '../../../registry/model/instance-record.js';
import type { RegistryWriteResult } from '../../../registry/model/registry-write-result.js';
import type { Registry } from '../../../registry/registry.js';
import type { Clock } from '../../../util/clock.js';

/** Whose drained instances are removed. */
export interface RemoveDrainedOptions {
  readonly clock: Clock;
  readonly registry: Pick<Registry, 'content' | 'watch' | 'write'>;
  /** Hears of each removal that was done here, or that the registry refuses for good. */
  readonly tell: (key: InstanceKey, result: RegistryWriteResult) => void;
}

interface Wait {
  readonly key: InstanceKey;
  readonly revision: string;
  /** On the monotonic clock; infinite once it is being done. */
  dueMs: number;
}

interface KnownService {
  readonly instances: ReadonlyMap<string, InstanceRecord>;
  readonly waits: readonly Wait[];
}

/** After so long a removal is tried again that the registry could not do; ms. */
const retryMs = 1000;
/** A flood of registrations is looked through so often. */
const lookMs = 50;
/** No drain takes longer; what seems to has seen a wall clock jump. */
const longestMs = 86_400_000;
const nothing: ReadonlyMap<string, InstanceRecord> = new Map();

/**
 * Removes instances that drain when their time is over, if they still are as they were then. Every server may do so at once:
 * each removal happens to the revision that it was decided on. A wall clock that jumps later does not change how long this
 * server waits. Ends with the returned function.
 */
export function removeDrained({ clock, registry, tell }: RemoveDrainedOptions): () => void {
  const known = new Map<string, KnownService>();
  let cancel: (() => void) | undefined;
  let isEnded = false;

  const look = (): void => {
    const { instances } = registry.content();
    for (const service of new Set([...known.keys(), ...instances.keys()])) {
      const now = instances.get(service) ?? nothing;
      const before = known.get(service);
      if (before?.instances === now) continue;
      known.delete(service);
      if (now.size > 0) known.set(service, { instances: now, waits: waitsOf(now, before?.waits ?? [], clock) });
    }
    arm();
  };
  const arm = (): void => {
    cancel?.();
    cancel = undefined;
    let next = Infinity;
    for (const { waits } of known.values()) for (const { dueMs } of waits) next = Math.min(next, dueMs);
    if (next !== Infinity && !isEnded) cancel = clock.after(Math.max(0, next - clock.monotonic()), act);
  };
  const act = (): void => {
    const due = [...known.values()].flatMap(({ waits }) => waits.filter(({ dueMs }) => dueMs <= clock.monotonic()));
    for (const wait of due) {
      wait.dueMs = Infinity;
      void remove(wait);
    }
    arm();
  };
  const remove = async (wait: Wait): Promise<void> => {
    const { key, revision } = wait;
    const precondition = { kind: 'revision', revision } as const;
    const result = await registry.write({ kind: 'delete-instance', key, precondition });
    if (result.kind === 'done' || result.kind === 'refused') tell(key, result);
    if (result.kind !== 'unavailable' && result.kind !== 'unknown') return;
    wait.dueMs = clock.monotonic() + retryMs;
    arm();
  };

  const looks = createThrottle(clock, lookMs, look);
  const unwatch = registry.watch(looks.ask);
  look();
  return () => {
    isEnded = true;
    unwatch();
    looks.stop();
    cancel?.();
  };
}

function waitsOf(
  instances: ReadonlyMap<string, InstanceRecord>,
  before: readonly Wait[],
  clock: Clock,
): readonly Wait[] {
  const waits: Wait[] = [];
  for (const { service, id, revision, status, removeAt } of instances.values()) {
    if (status !== 'draining' || removeAt === undefined) continue;
    const earlier = before.find(({ key, revision: known }) => key.id === id && known === revision);
    const leftMs = Math.min(Math.max(0, removeAt - clock.now()), longestMs);
    waits.push(earlier ?? { key: { service, id }, revision, dueMs: clock.monotonic() + leftMs });
  }
  return waits;
}
