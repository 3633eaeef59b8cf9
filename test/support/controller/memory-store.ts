import type { RolloutStore } from '../../../lib/controller/ports/rollout-store.js';
import type { RolloutCommand } from '../../../lib/rollout/observation/rollout-command.js';

/** A store that several controllers of a test share, with faults. */
export interface MemoryStore extends RolloutStore {
  /** Every call rejects with it; undefined: they work. */
  fault: Error | undefined;
  /** Whether a save that rejects was carried out all the same. */
  savesDespiteFault: boolean;
  /** How often something was written. */
  readonly writings: () => number;
}

/** Makes an empty store. Records go through JSON, as they do anywhere. */
export function memoryStore(): MemoryStore {
  const records = new Map<string, { readonly version: string; readonly text: string }>();
  const commands = new Map<string, readonly RolloutCommand[]>();
  const listeners = new Set<() => void>();
  let count = 0;
  const commandsOf = (name: string): readonly RolloutCommand[] => commands.get(name) ?? [];
  const orFault = async <T>(work: () => T): Promise<T> => {
    await Promise.resolve();
    if (store.fault !== undefined) throw store.fault;
    return work();
  };
  const store: MemoryStore = {
    fault: undefined,
    savesDespiteFault: false,
    writings: () => count,
    names: () => orFault(() => [...records.keys()].sort()),
    load: (name) =>
      orFault(() => {
        const found = records.get(name);
        return found === undefined ? undefined : { version: found.version, record: JSON.parse(found.text) as unknown };
      }),
    save: async (name, record, basedOn) => {
      await Promise.resolve();
      if (store.fault !== undefined && !store.savesDespiteFault) throw store.fault;
      if (records.get(name)?.version !== basedOn) return { kind: 'conflict' };
      count += 1;
      const version = String(count);
      records.set(name, { version, text: JSON.stringify(record) });
      if (store.fault !== undefined) throw store.fault;
      return { kind: 'saved', version };
    },
    commands: (name) => orFault(() => commandsOf(name)),
    ask: (name, command) =>
      orFault(() => {
        if (commandsOf(name).some(({ id }) => id === command.id)) return;
        commands.set(name, [...commandsOf(name), command]);
        for (const hear of listeners) hear();
      }),
    answered: (name, ids) =>
      orFault(() => {
        commands.set(
          name,
          commandsOf(name).filter(({ id }) => !ids.includes(id)),
        );
      }),
    watch: (hear) => {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    close: () => Promise.resolve(),
  };
  return store;
}
