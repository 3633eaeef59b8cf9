import { createDecipheriv } from 'node:crypto';
import { withPrivateKey } from '../with-private-key.js';
import type { AuthorityState, Issuer } from './authority-state.js';
import { sealForm, sealingKey, type SealSecret } from './seal-form.js';

/** What was sealed, or why it cannot be had. `not-sealed`: the bytes are something else, or cut off. */
export type OpenAuthorityResult =
  | { readonly ok: true; readonly state: AuthorityState }
  | {
      readonly ok: false;
      readonly reason: 'not-sealed' | 'other-kind-of-secret' | 'wrong-secret-or-damaged';
      /** In words for a person. */
      readonly problem: string;
    };

const { magic, kindBytes, saltBytes, nonceBytes, tagBytes } = sealForm;
const headBytes = magic.length + 1 + saltBytes + nonceBytes;

/** Opens what `sealAuthority` sealed. Every bit of the bytes is authenticated. */
export async function openAuthority(bytes: Uint8Array, secret: SealSecret): Promise<OpenAuthorityResult> {
  const sealed = Buffer.from(bytes);
  const kind = sealed[magic.length];
  const isSealed = sealed.length > headBytes + tagBytes && sealed.subarray(0, magic.length).equals(magic);
  if (!isSealed || !Object.values<number>(kindBytes).includes(kind ?? 0)) {
    return { ok: false, reason: 'not-sealed', problem: 'these bytes are no sealed certificate authority' };
  }
  if (kind !== kindBytes[secret.kind]) {
    const other = secret.kind === 'key' ? 'passphrase' : 'key';
    const problem = `the certificate authority is sealed with a ${other}, not with a ${secret.kind}`;
    return { ok: false, reason: 'other-kind-of-secret', problem };
  }
  const head = sealed.subarray(0, headBytes);
  const key = await sealingKey(secret, head.subarray(magic.length + 1, magic.length + 1 + saltBytes));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(-nonceBytes), { authTagLength: tagBytes });
    decipher.setAAD(head);
    decipher.setAuthTag(sealed.subarray(headBytes, headBytes + tagBytes));
    const text = Buffer.concat([decipher.update(sealed.subarray(headBytes + tagBytes)), decipher.final()]);
    return { ok: true, state: readState(text.toString('utf8')) };
  } catch {
    const problem = `the ${secret.kind} is not the one that the certificate authority was sealed with, or the bytes are damaged`;
    return { ok: false, reason: 'wrong-secret-or-damaged', problem };
  }
}

function readState(text: string): AuthorityState {
  // Authenticated: it is what sealAuthority wrote.
  const state = JSON.parse(text) as AuthorityState;
  const issuers = state.issuers.map(({ privateKey, ...issuer }): Issuer => withPrivateKey(issuer, privateKey));
  return Object.freeze({ ...state, issuers: Object.freeze(issuers) });
}
