import type { Identity, IdentityProvider } from '../identity/identity-provider.js';

/** Identities that are kept fresh. */
export interface FollowedIdentities {
  /** Follows these from now on, and no others; those that were followed already are not asked for again. */
  readonly setWanted: (spiffeIds: Iterable<string>) => void;
  readonly stop: () => void;
}

/** Follows identities of a provider as a mesh changes. */
export function followIdentities(
  provider: Pick<IdentityProvider, 'follow'>,
  onIdentity: (spiffeId: string, identity: Identity) => void,
): FollowedIdentities {
  const followed = new Map<string, () => void>();
  const setWanted = (spiffeIds: Iterable<string>): void => {
    const wanted = new Set(spiffeIds);
    for (const [id, end] of followed) {
      if (wanted.has(id)) continue;
      end();
      followed.delete(id);
    }
    for (const id of wanted) {
      if (followed.has(id)) continue;
      followed.set(
        id,
        provider.follow(id, (identity) => {
          onIdentity(id, identity);
        }),
      );
    }
  };
  return {
    setWanted,
    stop: () => {
      setWanted([]);
    },
  };
}
