import { readFile } from 'node:fs/promises';
import type { AuthorityState } from '../authority/authority-state.js';
import { openAuthority, type OpenAuthorityResult } from '../authority/open-authority.js';
import { sealAuthority } from '../authority/seal-authority.js';
import type { SealSecret } from '../authority/seal-form.js';
import { writePrivateFile } from './write-private-file.js';

/** Where an authority is kept, and what it is encrypted with. */
export interface SealedAuthorityFileOptions {
  /** Its folder has to be there. */
  readonly path: string;
  readonly secret: SealSecret;
}

/** What a file holds, or why it cannot be had. `absent`: there is no such file. */
export type SealedAuthorityFileResult =
  OpenAuthorityResult | { readonly ok: false; readonly reason: 'absent'; readonly problem: string };

/** An authority in an encrypted file of this machine, for one process at a time. */
export interface SealedAuthorityFile {
  /** Changes nothing, whatever it finds. Rejects where the file is there and cannot be read. */
  readonly read: () => Promise<SealedAuthorityFileResult>;
  /** The `keep` of a certificate authority. A file of another secret is not replaced: it rejects then. */
  readonly keep: (state: AuthorityState) => Promise<AuthorityState>;
}

/** Keeps an authority in a file that only its owner may read and only the secret opens. */
export function sealedAuthorityFile({ path, secret }: SealedAuthorityFileOptions): SealedAuthorityFile {
  const read = async (): Promise<SealedAuthorityFileResult> => {
    const bytes = await readIfThere(path);
    if (bytes === undefined) return { ok: false, reason: 'absent', problem: `there is no file ${path}` };
    return openAuthority(bytes, secret);
  };
  return {
    read,
    keep: async (state) => {
      const found = await read();
      if (!found.ok && found.reason !== 'absent') throw new Error(`${path} is not replaced: ${found.problem}`);
      await writePrivateFile(path, await sealAuthority(state, secret));
      return state;
    },
  };
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
