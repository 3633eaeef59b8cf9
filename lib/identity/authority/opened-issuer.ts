import { createPrivateKey, webcrypto, type KeyObject } from 'node:crypto';
import type { Issuer } from './authority-state.js';
import { splitPem } from './split-pem.js';
import { x509 } from './x509.js';

/** An issuer that is ready to sign. */
export interface OpenedIssuer {
  readonly issuer: Issuer;
  readonly certificate: InstanceType<typeof x509.X509Certificate>;
  readonly key: webcrypto.CryptoKey;
  /** What the key signs with. */
  readonly signing: { readonly name: string; readonly hash: string };
  /** ms since the epoch: from the latest begin to the earliest end of the signing certificate, its root and what is between. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Reads an issuer's certificates and key. Rejects where they are none: whoever lets them in has to check them. */
export async function openIssuer(issuer: Issuer): Promise<OpenedIssuer> {
  const chain = [...splitPem(issuer.intermediates), ...splitPem(issuer.root)].map(
    (pem) => new x509.X509Certificate(pem),
  );
  const [certificate] = chain;
  if (certificate === undefined) throw new Error('there is no certificate');
  const { key, signing } = await importKey(createPrivateKey(issuer.privateKey));
  return {
    issuer,
    certificate,
    key,
    signing,
    notBefore: Math.max(...chain.map(({ notBefore }) => notBefore.getTime())),
    notAfter: Math.min(...chain.map(({ notAfter }) => notAfter.getTime())),
  };
}

const curves: Readonly<Record<string, { readonly namedCurve: string; readonly hash: string }>> = {
  prime256v1: { namedCurve: 'P-256', hash: 'SHA-256' },
  secp384r1: { namedCurve: 'P-384', hash: 'SHA-384' },
};

async function importKey(key: KeyObject): Promise<Pick<OpenedIssuer, 'key' | 'signing'>> {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  if (key.asymmetricKeyType === 'rsa') {
    const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return { key: await webcrypto.subtle.importKey('pkcs8', der, signing, false, ['sign']), signing };
  }
  const curve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (curve === undefined) throw new Error('the key is neither ECDSA on P-256 or P-384 nor RSA');
  const { namedCurve, hash } = curve;
  const algorithm = { name: 'ECDSA', namedCurve };
  return {
    key: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']),
    signing: { name: 'ECDSA', hash },
  };
}
