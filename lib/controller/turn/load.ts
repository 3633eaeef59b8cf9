import type { RolloutPorts } from '../rollout-ports.js';
import type { Memory } from './memory.js';
import type { TurnOf } from './take-turn.js';

/** Reads what the store has, where that is not known. A record that is none is left alone, and so is the mesh. */
export async function load({ store }: RolloutPorts, { name, readRecord }: TurnOf, memory: Memory): Promise<Memory> {
  if (memory.isLoaded) return memory;
  const stored = await store.load(name);
  const { record: _record, version: _version, problem: _problem, ...rest } = memory;
  if (stored === undefined) return { ...rest, isLoaded: true };
  const read = readRecord(stored.record);
  if (read.kind === 'refused') return { ...rest, problem: read.sentence };
  return { ...rest, record: read.record, version: stored.version, isLoaded: true, savedAt: -Infinity };
}
