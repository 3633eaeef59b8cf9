import { createCipheriv, randomBytes } from 'node:crypto';
import type { AuthorityState } from './authority-state.js';
import { sealForm, sealingKey, type SealSecret } from './seal-form.js';

/**
 * Encrypts what an authority is, so that it can be kept where others may read: AES-256-GCM. The bytes hold nothing of the
 * secret. The same state gives other bytes each time.
 */
export async function sealAuthority(state: AuthorityState, secret: SealSecret): Promise<Uint8Array> {
  const salt = randomBytes(sealForm.saltBytes);
  const nonce = randomBytes(sealForm.nonceBytes);
  const head = Buffer.concat([sealForm.magic, Buffer.from([sealForm.kindBytes[secret.kind]]), salt, nonce]);
  const cipher = createCipheriv('aes-256-gcm', await sealingKey(secret, salt), nonce);
  cipher.setAAD(head);
  const issuers = state.issuers.map(({ root, intermediates, privateKey }) => ({ root, intermediates, privateKey }));
  const text = JSON.stringify({ ...state, issuers });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, cipher.getAuthTag(), sealed]);
}
