import type { Clock } from '../../util/clock.js';
import type { RegistryBackend } from '../model/registry-backend.js';
import { claimFolder } from './claim-folder.js';
import { embeddedBackend } from './embedded-backend.js';
import { openStoreFile } from './store-file.js';

/** Where the registry is kept, and by which clock leases end. */
export interface EmbeddedOptions {
  /** Made where it is not there. Nothing else may be in it. */
  readonly folder: string;
  readonly clock: Clock;
}

/** A backend, or why there is none and what to do about it. */
export type OpenedEmbedded =
  | { readonly ok: true; readonly backend: RegistryBackend }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/**
 * Opens the registry that is kept in a folder of this machine, by one process at a time. What it has acknowledged is on the disk and
 * survives a kill at any moment; writes that come together share one write to the disk. A full disk refuses writes as `full` and
 * changes nothing. A damaged file is not opened.
 *
 * Leases are kept in memory by lengths of time; after a restart each one starts anew. Request ids are remembered for a day, the
 * last 200,000 of them.
 */
export async function openEmbedded({ folder, clock }: EmbeddedOptions): Promise<OpenedEmbedded> {
  const claimed = claimFolder(folder);
  if (!claimed.ok)
    return {
      ok: false,
      problem: `the registry in "${folder}" cannot be opened: ${claimed.problem}`,
      hint: 'end that process, or give each server a folder of its own that it may write to',
    };
  const opened = await openStoreFile(folder);
  if (opened.ok)
    return { ok: true, backend: embeddedBackend({ store: opened.store, clock, release: claimed.release }) };
  claimed.release();
  return {
    ok: false,
    problem: `the registry in "${folder}" cannot be read: ${opened.problem}`,
    hint: 'put back a copy of the folder, or move the folder away to start with an empty registry',
  };
}
