import type { Clock } from '../../util/clock.js';
import type { InstanceKey } from '../model/instance-record.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import type { Registry } from '../registry.js';

/** How an instance leaves. */
export interface DrainOptions {
  readonly registry: Pick<Registry, 'write'>;
  readonly clock: Clock;
  /** How long it may finish what it has before it is removed. */
  readonly drainMs: number;
}

/**
 * Gives an instance nothing new, waits, and removes it. Resolves with what came of the removal, or of the draining where that
 * was not done; `conflict`: it was written meanwhile, so somebody wants it, and it stays.
 */
export async function drainThenRemove(
  key: InstanceKey,
  { registry, clock, drainMs }: DrainOptions,
): Promise<RegistryWriteResult> {
  const drained = await registry.write({
    kind: 'set-instance-status',
    key,
    status: 'draining',
    precondition: { kind: 'any' },
  });
  if (drained.kind !== 'done' || drained.instance === undefined) return drained;
  const { revision } = drained.instance;
  await new Promise<void>((resolve) => {
    clock.after(drainMs, resolve);
  });
  return registry.write({ kind: 'delete-instance', key, precondition: { kind: 'revision', revision } });
}
