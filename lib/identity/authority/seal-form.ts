import { scrypt } from 'node:crypto';
import { InternalError } from '../../util/internal-error.js';

/** What an authority is sealed with. */
export type SealSecret =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** 32 bytes that nobody can guess. */
  | { readonly kind: 'key'; readonly key: Uint8Array };

/**
 * The form of a sealed authority: magic and version (5 bytes), kind of secret (1), salt, nonce, tag, encrypted JSON. All before the
 * tag is authenticated with it.
 */
export const sealForm = Object.freeze({
  magic: Buffer.from('MWCA\u0001', 'latin1'),
  kindBytes: Object.freeze({ passphrase: 1, key: 2 }) satisfies Record<SealSecret['kind'], number>,
  saltBytes: 16,
  /** Source: NIST SP 800-38D, 8.2.2. */
  nonceBytes: 12,
  tagBytes: 16,
});

const keyBytes = 32;

// 32 MiB and three rounds, which OWASP counts as strong as 128 MiB and one; not so much that a small machine refuses.
const scryptCost = Object.freeze({ N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 });

/**
 * The key of AES-256 that a secret means.
 *
 * @throws InternalError when a given key has not 32 bytes.
 */
export function sealingKey(secret: SealSecret, salt: Uint8Array): Promise<Uint8Array> {
  if (secret.kind === 'key') {
    if (secret.key.length !== keyBytes) throw new InternalError(`a key to seal with has ${keyBytes} bytes`);
    return Promise.resolve(secret.key);
  }
  return new Promise((resolve, reject) => {
    // One text has several encodings in Unicode, and keyboards differ in which one they type.
    scrypt(secret.passphrase.normalize('NFKC'), salt, keyBytes, scryptCost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
