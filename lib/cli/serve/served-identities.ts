import { join } from 'node:path';
import { createCertificateAuthority } from '../../identity/authority/certificate-authority.js';
import { authoritySigner } from '../../identity/authority/authority-signer.js';
import type { CertificateSigner } from '../../identity/certificate-signer.js';
import { createFileIdentityProvider } from '../../identity/files/file-identity-provider.js';
import { createWorkloadApiIdentityProvider } from '../../identity/workload-api/workload-api-identity-provider.js';
import type { IdentityProvider } from '../../identity/identity-provider.js';
import { createLocalIdentityProvider } from '../../identity/local-identity-provider.js';
import { systemClock } from '../../util/system-clock.js';
import { UsageError } from '../usage-error.js';
import { openAuthorityStore } from './authority-store.js';
import type { IdentitySource } from './identity-source.js';

/** Identities of a server. */
export interface ServedIdentities extends IdentityProvider {
  /** Absent where others issue them. */
  readonly signer?: CertificateSigner;
}

/** What the identities of a server are made of. */
export interface ServedIdentitiesOptions {
  readonly dataFolder: string;
  readonly trustDomain: string;
  readonly source: IdentitySource;
  readonly print: (text: string) => void;
}

/** Opens the identities of a trust domain. Ends the command where what was kept of an authority cannot be used. */
export async function servedIdentities(options: ServedIdentitiesOptions): Promise<ServedIdentities> {
  const { source, trustDomain, print: onProblem } = options;
  const clock = systemClock;
  switch (source.kind) {
    case 'authority':
      return ownIdentities(options, source);
    case 'files':
      return createFileIdentityProvider({
        trustDomain,
        folderOf: (spiffeId) => folderOf(source.folder, spiffeId),
        clock,
        onProblem,
      });
    case 'spire': {
      const { socketPath } = source;
      return createWorkloadApiIdentityProvider({ trustDomain, socketPath, clock, random: Math.random, onProblem });
    }
  }
}

/** A mesh is in one namespace, where accounts have different names. */
function folderOf(folder: string, spiffeId: string): string | undefined {
  const account = /\/sa\/([^/]+)$/.exec(spiffeId)?.[1];
  return account === undefined ? undefined : join(folder, account);
}

type AuthoritySource = Extract<IdentitySource, { readonly kind: 'authority' }>;

/** Identities by an authority of this server, which goes on as the same after each start. */
async function ownIdentities(
  options: ServedIdentitiesOptions,
  { place, ttlMs }: AuthoritySource,
): Promise<ServedIdentities> {
  const { trustDomain, print } = options;
  const { read, keep, showRoots, close } = await openAuthorityStore(options, place);
  const state = await read();
  const made = await createCertificateAuthority({
    trustDomain,
    clock: systemClock,
    ...(state === undefined ? {} : { state }),
    keep,
    onProblem: print,
  });
  if (!made.ok) throw new UsageError(`the certificate authority cannot be used: ${made.problem}`);
  const { authority } = made;
  const show = (): void => {
    showRoots(authority.trustBundle());
  };
  show();
  authority.watch(show);
  const random = Math.random;
  const provider = createLocalIdentityProvider({ authority, clock: systemClock, random, ttlMs, onProblem: print });
  return {
    ...provider,
    signer: authoritySigner({ authority, ttlMs }),
    close: async () => {
      await provider.close();
      close();
    },
  };
}
