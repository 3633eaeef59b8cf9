import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';

/** What lies in the folder of a workload's identity, PEM, by the names that cert-manager and Kubernetes give them. */
export type IdentityFiles = Readonly<Record<'tls.crt' | 'tls.key' | 'ca.crt', string>>;

const current = '..data';
const names = ['tls.crt', 'tls.key', 'ca.crt'] as const;

/**
 * Replaces an identity as a whole: the names are links through one link, which is moved to a new folder, as Kubernetes does
 * with mounted secrets. Who follows the files never finds a key beside another key's certificate that stays. Only their
 * owner may read them. Ends the command where the folder holds something else.
 */
export function writeIdentityFolder(folder: string, files: IdentityFiles): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    requireOwn(folder);
    const fresh = mkdtempSync(`${folder}/..`);
    for (const name of names) writeFileSync(join(fresh, name), files[name], { mode: 0o600 });
    link(basename(fresh), join(folder, current));
    for (const name of names) link(join(current, name), join(folder, name));
    // The one before, and what a crash has left.
    for (const name of readdirSync(folder))
      if (name.startsWith('..') && ![current, basename(fresh)].includes(name))
        rmSync(join(folder, name), { recursive: true, force: true });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--folder ${folder} cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

function requireOwn(folder: string): void {
  const foreign = readdirSync(folder).find((name) => !name.startsWith('..') && !isLink(join(folder, name)));
  if (foreign !== undefined) throw new UsageError(`--folder ${folder} holds "${foreign}", which is not this command's`);
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

/** A link is made beside its place and moved there: at no time is there none. */
function link(target: string, path: string): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}
