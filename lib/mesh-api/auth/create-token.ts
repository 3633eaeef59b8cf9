import { contentHash } from '../../util/content-hash.js';
import type { StoredToken } from './stored-token.js';

/** Who a new token is for. */
export type TokenOwner =
  | { readonly name: string; readonly role: 'reader' | 'operator' }
  | { readonly name: string; readonly role: 'workload'; readonly service: string };

/** A new token, and what the server keeps of it. */
export interface CreatedToken {
  /** What its owner sends; shown once and stored nowhere. */
  readonly secret: string;
  readonly stored: StoredToken;
}

/**
 * Makes a token of 256 random bits: a plain SHA-256 of it is safe to store, as nobody can try them all.
 *
 * @param randomBytes a cryptographic source
 */
export function createToken(owner: TokenOwner, randomBytes: (count: number) => Uint8Array): CreatedToken {
  const secret = `mwt_${Buffer.from(randomBytes(32)).toString('base64url')}`;
  return { secret, stored: { ...owner, sha256: contentHash(secret) } };
}
