import { webcrypto } from 'node:crypto';

type KeyPair = webcrypto.CryptoKeyPair;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** ECDSA on P-256 with SHA-256: keys, and how they are written down. */
export const keyPairs = Object.freeze({
  signing: { name: 'ECDSA', hash: 'SHA-256' } as const,
  create: (): Promise<KeyPair> => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
  /** PKCS #8, PEM. */
  exportPrivate: async ({ privateKey }: KeyPair): Promise<string> => {
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
    const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
  },
});
