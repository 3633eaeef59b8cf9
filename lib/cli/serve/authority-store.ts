import { join } from 'node:path';
import type { AuthorityState } from '../../identity/authority/authority-state.js';
import type { OpenAuthorityResult } from '../../identity/authority/open-authority.js';
import { authorityFiles, type AuthorityFilesResult } from '../../identity/files/authority-files.js';
import { sealedAuthorityFile, type SealedAuthorityFileResult } from '../../identity/files/sealed-authority-file.js';
import { sealedAuthorityStore } from '../../identity/sealed-authority-store.js';
import { messageOf } from '../../util/message-of.js';
import { UsageError } from '../usage-error.js';
import { clusterAuthority } from './cluster-authority.js';
import { redisAuthority } from './redis-authority.js';
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
    case 'redis':
      return Promise.resolve(redisStore(options, place));
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
      throw new UsageError(`${name} cannot be used: ${messageOf(error)}`);
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

/** Kept in the data folder too: for a start while Redis is away, and for a Redis that has lost it. */
function redisStore(
  options: AuthorityStoreOptions,
  { server, passphrase }: Extract<AuthorityPlace, { readonly kind: 'redis' }>,
): AuthorityStore {
  const { trustDomain, print } = options;
  const place = redisAuthority(server, trustDomain);
  const store = sealedAuthorityStore({ place, secret: { kind: 'passphrase', passphrase } });
  const copy = sealedStore(options, passphrase);
  const alsoHere = async (state: AuthorityState): Promise<AuthorityState> => {
    await copy.keep(state).catch((error: unknown) => {
      print(`the certificate authority could not be kept in the data folder: ${messageOf(error)}`);
    });
    return state;
  };
  const keep = async (state: AuthorityState): Promise<AuthorityState> => alsoHere(await store.keep(state));
  return {
    showRoots: () => undefined,
    close: place.close,
    keep,
    read: async () => {
      let found: OpenAuthorityResult | undefined;
      try {
        found = await store.read();
      } catch (error) {
        const here = await copy.read();
        if (here === undefined) {
          place.close();
          throw new UsageError(`the certificate authority in Redis cannot be read: ${messageOf(error)}`);
        }
        print(
          `the certificate authority in Redis cannot be read: ${messageOf(error)}; that of the data folder is used`,
        );
        return here;
      }
      if (found !== undefined) {
        const state = stateOf(found, 'the certificate authority in Redis cannot be opened');
        return state === undefined ? undefined : alsoHere(state);
      }
      const here = await copy.read();
      return here === undefined ? undefined : keep(here);
    },
  };
}

function stateOf(found: AuthorityFilesResult | SealedAuthorityFileResult, problem: string): AuthorityState | undefined {
  if (found.ok) return found.state;
  if (found.reason === 'absent') return undefined;
  throw new UsageError(`${problem}: ${found.problem}`);
}
