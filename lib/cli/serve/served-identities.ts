import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityState } from '../../identity/authority/authority-state.js';
import { createCertificateAuthority } from '../../identity/authority/certificate-authority.js';
import { openAuthority } from '../../identity/authority/open-authority.js';
import { sealAuthority } from '../../identity/authority/seal-authority.js';
import { authorityFiles } from '../../identity/files/authority-files.js';
import { writePrivateFile } from '../../identity/files/write-private-file.js';
import type { IdentityProvider } from '../../identity/identity-provider.js';
import { createLocalIdentityProvider } from '../../identity/local-identity-provider.js';
import { systemClock } from '../../util/system-clock.js';
import { UsageError } from '../usage-error.js';

/** Where the keys of the certificate authority are kept. */
export type AuthorityPlace =
  /** In the data folder, encrypted. */
  | { readonly kind: 'sealed'; readonly passphrase: string }
  /** As plain PEM files: whoever reads them can be anybody. */
  | { readonly kind: 'files'; readonly folder: string };

/** What an authority of a server is made of. */
export interface ServedIdentitiesOptions {
  readonly dataFolder: string;
  readonly trustDomain: string;
  readonly place: AuthorityPlace;
  readonly print: (text: string) => void;
}

/**
 * Identities by an authority of this server, which goes on as the same after each start. Ends the command where what was
 * kept of it cannot be used.
 */
export async function servedIdentities(options: ServedIdentitiesOptions): Promise<IdentityProvider> {
  const { trustDomain, print } = options;
  const { read, write } = storeOf(options);
  const state = await read();
  const made = await createCertificateAuthority({
    trustDomain,
    clock: systemClock,
    ...(state === undefined ? {} : { state }),
    keep: async (next) => {
      await write(next);
      return next;
    },
    onProblem: print,
  });
  if (!made.ok) throw new UsageError(`the certificate authority cannot be used: ${made.problem}`);
  if (state === undefined) await write(made.authority.state());
  return createLocalIdentityProvider({
    authority: made.authority,
    clock: systemClock,
    random: Math.random,
    onProblem: print,
  });
}

interface AuthorityStore {
  readonly read: () => Promise<AuthorityState | undefined>;
  readonly write: (state: AuthorityState) => Promise<void>;
}

function storeOf({ dataFolder, trustDomain, place }: ServedIdentitiesOptions): AuthorityStore {
  if (place.kind === 'files') {
    return {
      read: async () => {
        const found = await authorityFiles.read(place.folder, { trustDomain, rootsAre: 'own' });
        if (found.ok) return found.state;
        if (found.reason === 'absent') return undefined;
        throw new UsageError(`the certificate authority cannot be used: ${found.problem}`);
      },
      write: (state) => authorityFiles.write(place.folder, state),
    };
  }
  const file = join(dataFolder, `authority-${trustDomain}.sealed`);
  const secret = { kind: 'passphrase', passphrase: place.passphrase } as const;
  return {
    read: async () => {
      const bytes = readBytes(file);
      if (bytes === undefined) return undefined;
      const opened = await openAuthority(bytes, secret);
      if (opened.ok) return opened.state;
      throw new UsageError(`${file} cannot be opened: ${opened.problem}`);
    },
    write: async (state) => {
      await writePrivateFile(file, await sealAuthority(state, secret));
    },
  };
}

function readBytes(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
