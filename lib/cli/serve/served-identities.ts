import { join } from 'node:path';
import type { AuthorityState } from '../../identity/authority/authority-state.js';
import { createCertificateAuthority } from '../../identity/authority/certificate-authority.js';
import { authorityFiles, type AuthorityFilesResult } from '../../identity/files/authority-files.js';
import { sealedAuthorityFile, type SealedAuthorityFileResult } from '../../identity/files/sealed-authority-file.js';
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
  /** Life of a certificate. */
  readonly ttlMs: number;
  readonly print: (text: string) => void;
}

/**
 * Identities by an authority of this server, which goes on as the same after each start. Ends the command where what was
 * kept of it cannot be used.
 */
export async function servedIdentities(options: ServedIdentitiesOptions): Promise<IdentityProvider> {
  const { trustDomain, ttlMs, print } = options;
  const { read, keep } = storeOf(options);
  const state = await read();
  const made = await createCertificateAuthority({
    trustDomain,
    clock: systemClock,
    ...(state === undefined ? {} : { state }),
    keep,
    onProblem: print,
  });
  if (!made.ok) throw new UsageError(`the certificate authority cannot be used: ${made.problem}`);
  if (state === undefined) await keep(made.authority.state());
  return createLocalIdentityProvider({
    authority: made.authority,
    clock: systemClock,
    random: Math.random,
    ttlMs,
    onProblem: print,
  });
}

interface AuthorityStore {
  /** Undefined where nothing was kept. */
  readonly read: () => Promise<AuthorityState | undefined>;
  readonly keep: (state: AuthorityState) => Promise<AuthorityState>;
}

function storeOf({ dataFolder, trustDomain, place }: ServedIdentitiesOptions): AuthorityStore {
  if (place.kind === 'files') {
    return {
      read: async () => {
        const found = await authorityFiles.read(place.folder, { trustDomain, rootsAre: 'own' });
        return stateOf(found, 'the certificate authority cannot be used');
      },
      keep: async (state) => {
        await authorityFiles.write(place.folder, state);
        return state;
      },
    };
  }
  const path = join(dataFolder, `authority-${trustDomain}.sealed`);
  const file = sealedAuthorityFile({ path, secret: { kind: 'passphrase', passphrase: place.passphrase } });
  return { read: async () => stateOf(await file.read(), `${path} cannot be opened`), keep: file.keep };
}

function stateOf(found: AuthorityFilesResult | SealedAuthorityFileResult, problem: string): AuthorityState | undefined {
  if (found.ok) return found.state;
  if (found.reason === 'absent') return undefined;
  throw new UsageError(`${problem}: ${found.problem}`);
}
