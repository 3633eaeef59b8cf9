import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder } from '../../registry/embedded/claim-folder.js';
import { writeFileWhole } from '../../registry/embedded/write-file-whole.js';
import type { RolloutCommand } from '../../rollout/observation/rollout-command.js';
import { compareText } from '../../util/compare-text.js';
import { contentHash } from '../../util/content-hash.js';
import { createListeners } from '../../util/create-listeners.js';
import type { RolloutStore, Saved } from '../ports/rollout-store.js';

/** A store, or why there is none and what to do about it. */
export type OpenedRolloutFolder =
  | { readonly ok: true; readonly store: RolloutStore }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** What a file holds. */
interface Kept {
  readonly record?: unknown;
  readonly commands: readonly RolloutCommand[];
}

const ending = '.rollout.json';

/**
 * Opens the records of rollouts that are kept in a folder of this machine, by one process at a time: a file for each, replaced whole, so
 * that it is the old one or the new one whenever the power fails. Another process that opens the folder is turned away while this one lives.
 */
export function openRolloutFolder(folder: string): OpenedRolloutFolder {
  const claimed = claimFolder(folder);
  if (!claimed.ok)
    return {
      ok: false,
      problem: `the rollouts in "${folder}" cannot be opened: ${claimed.problem}`,
      hint: 'end that process, or give each controller a folder of its own that it may write to',
    };
  const listeners = createListeners();
  // Nobody else writes there, so each file is read once.
  const known = new Map<string, Kept>();
  const keptOf = (name: string): Kept => {
    const kept = known.get(name) ?? readKept(folder, name);
    known.set(name, kept);
    return kept;
  };
  const change = (name: string, after: Kept): void => {
    writeFileWhole(join(folder, name + ending), JSON.stringify(after));
    known.set(name, after);
  };
  return {
    ok: true,
    store: {
      names: () => later(() => namesIn(folder).filter((name) => keptOf(name).record !== undefined)),
      load: (name) =>
        later(() => {
          const { record } = keptOf(name);
          return record === undefined ? undefined : { version: versionOf(record), record };
        }),
      save: (name, record, basedOn) =>
        later((): Saved => {
          const kept = keptOf(name);
          if ((kept.record === undefined ? undefined : versionOf(kept.record)) !== basedOn) return { kind: 'conflict' };
          change(name, { ...kept, record });
          return { kind: 'saved', version: versionOf(record) };
        }),
      commands: (name) => later(() => keptOf(name).commands),
      ask: (name, command) =>
        later(() => {
          const kept = keptOf(name);
          if (kept.commands.some(({ id }) => id === command.id)) return;
          change(name, { ...kept, commands: [...kept.commands, command] });
          listeners.tell();
        }),
      answered: (name, ids) =>
        later(() => {
          const kept = keptOf(name);
          change(name, { ...kept, commands: kept.commands.filter(({ id }) => !ids.includes(id)) });
        }),
      watch: listeners.add,
      close: () => later(claimed.release),
    },
  };
}

/** What fails rejects, as it would with a store that is far away. */
function later<T>(work: () => T): Promise<T> {
  return Promise.resolve().then(work);
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort(compareText);
}

function readKept(folder: string, name: string): Kept {
  try {
    // Names are DNS labels, so a file of that name is no way out of the folder.
    return JSON.parse(readFileSync(join(folder, name + ending), 'utf8')) as Kept;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { commands: [] };
    throw error;
  }
}

function versionOf(record: unknown): string {
  return contentHash(JSON.stringify(record), 32);
}
