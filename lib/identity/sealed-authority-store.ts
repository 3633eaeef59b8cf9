import type { AuthorityState } from './authority/authority-state.js';
import { openAuthority, type OpenAuthorityResult } from './authority/open-authority.js';
import { sealAuthority } from './authority/seal-authority.js';
import type { SealSecret } from './authority/seal-form.js';

/** A place that several processes share, whose content changes as a whole. */
export interface SharedPlace {
  /** What is there; `bytes` is absent where nothing is. Rejects where that cannot be said. */
  readonly read: () => Promise<{ readonly bytes?: Uint8Array; readonly version: string }>;
  /** Puts other bytes there, unless it has another version by now: then nothing happens, and it is false. */
  readonly replace: (bytes: Uint8Array, version: string) => Promise<boolean>;
}

/** Where replicas keep their authority, and what it is encrypted with. */
export interface SealedAuthorityStoreOptions {
  readonly place: SharedPlace;
  readonly secret: SealSecret;
}

/** An authority that several processes are together. */
export interface SealedAuthorityStore {
  /** Undefined where there is none yet. */
  readonly read: () => Promise<OpenAuthorityResult | undefined>;
  /** The `keep` of a certificate authority: the replica that writes first decides, and the others get what it wrote. */
  readonly keep: (state: AuthorityState) => Promise<AuthorityState>;
}

/** Keeps an authority where several processes share it, encrypted with a secret that all of them have. */
export function sealedAuthorityStore({ place, secret }: SealedAuthorityStoreOptions): SealedAuthorityStore {
  /** What this process read or wrote last. */
  let known: string | undefined;
  const open = (bytes: Uint8Array): Promise<OpenAuthorityResult> => openAuthority(bytes, secret);
  return {
    read: async () => {
      const { bytes } = await place.read();
      known = textOf(bytes);
      return bytes === undefined ? undefined : open(bytes);
    },
    keep: async (state) => {
      const sealed = await sealAuthority(state, secret);
      for (;;) {
        const { bytes, version } = await place.read();
        if (bytes !== undefined && textOf(bytes) !== known) {
          const theirs = await open(bytes);
          if (!theirs.ok) throw new Error(`what another process keeps cannot be opened: ${theirs.problem}`);
          known = textOf(bytes);
          return theirs.state;
        }
        if (!(await place.replace(sealed, version))) continue;
        known = textOf(sealed);
        return state;
      }
    },
  };
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
}
