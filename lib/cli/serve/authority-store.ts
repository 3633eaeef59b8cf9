import { join } from 'node:path';
import type { AuthorityState } from '../../identity/authority/authority-state.js';
import { authorityFiles, type AuthorityFilesResult } from '../../identity/files/authority-files.js';
import { sealedAuthorityFile, type SealedAuthorityFileResult } from '../../identity/files/sealed-authority-file.js';
import { sealedAuthorityStore } from '../../identity/sealed-authority-store.js';
import { UsageError } from '../usage-error.js';
import { clusterAuthority } from './cluster-authority.js';
import type { AuthorityPlace } from './identity-source.js';

/** Where the certificate authority of a server is kept. */
export interface AuthorityStore {
  /** Undefined where nothing was kept. Ends the command where what is there cannot be used. */
  readonly read: () => Promise<AuthorityState | undefined>;
  readonly keep: (state: AuthorityState) => Promise<AuthorityState>;
  /** Shows the roots where proxies find them; only in Kubernetes there is such a place. */
  readonly showRoots: (trustBundle: string) => void;
  readonly close: () => void;
}

/** What a store is opened with. */
export interface AuthorityStoreOptions {
  readonly dataFolder: string;
  readonly trustDomain: string;
  readonly print: (text: string) => void;
}

/** Opens the store at a place. */
export function openAuthorityStore(options: AuthorityStoreOptions, place: AuthorityPlace): Promise<AuthorityStore> {
  switch (place.kind) {
    case 'sealed':
      return Promise.resolve(sealedStore(options, place.passphrase));
    case 'files':
      return Promise.resolve(filesStore(options, place.folder));
    case 'cluster':
      return clusterStore(options, place);
  }
}

const nowhere: Pick<AuthorityStore, 'showRoots' | 'close'> = { showRoots: () => undefined, close: () => undefined };

function filesStore({ trustDomain }: AuthorityStoreOptions, folder: string): AuthorityStore {
  return {
    ...nowhere,
    read: async () => {
      const found = await authorityFiles.read(folder, { trustDomain, rootsAre: 'own' });
      return stateOf(found, 'the certificate authority cannot be used');
    },
    keep: async (state) => {
      await authorityFiles.write(folder, state);
      return state;
    },
  };
}

function sealedStore({ dataFolder, trustDomain }: AuthorityStoreOptions, passphrase: string): AuthorityStore {
  const path = join(dataFolder, `authority-${trustDomain}.sealed`);
  const file = sealedAuthorityFile({ path, secret: { kind: 'passphrase', passphrase } });
  return {
    ...nowhere,
    read: async () => stateOf(await file.read(), `${path} cannot be opened`),
    keep: file.keep,
  };
}

async function clusterStore(
  { print }: AuthorityStoreOptions,
  { place, passphrase }: Extract<AuthorityPlace, { readonly kind: 'cluster' }>,
): Promise<AuthorityStore> {
  const { sealed, showRoots, close } = await clusterAuthority(place, print);
  const store = sealedAuthorityStore({ place: sealed, secret: { kind: 'passphrase', passphrase } });
  const name = `the certificate authority in the Secret ${place.namespace}/${place.name}`;
  const orUsageError = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      close();
      throw new UsageError(`${name} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    });
  return {
    read: async () => {
      const found = await orUsageError(store.read());
      return found === undefined ? undefined : stateOf(found, `${name} cannot be opened`);
    },
    keep: store.keep,
    showRoots,
    close,
  };
}

function stateOf(found: AuthorityFilesResult | SealedAuthorityFileResult, problem: string): AuthorityState | undefined {
  if (found.ok) return found.state;
  if (found.reason === 'absent') return undefined;
  throw new UsageError(`${problem}: ${found.problem}`);
}
