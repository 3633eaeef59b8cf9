import { webcrypto } from 'node:crypto';
import { withPrivateKey } from '../with-private-key.js';
import type { Issuer } from './authority-state.js';
import { keyPairs } from './key-pairs.js';
import { randomSerial } from './random-serial.js';
import { trustDomainConstraint } from './trust-domain-constraint.js';
import { x509 } from './x509.js';

/** What a root is to be. */
export interface RootInput {
  readonly trustDomain: string;
  /** ms since the epoch; whole seconds are kept. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Makes a root of a trust domain, self-signed. Source: SPIFFE X.509-SVID, section 3.2 and 4 for signing certificates. */
export async function createRoot({ trustDomain, notBefore, notAfter }: RootInput): Promise<Issuer> {
  const keys = await keyPairs.create();
  const serialNumber = randomSerial();
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber,
      // Two roots of one trust domain have different names, so that nobody takes one for the other.
      name: [{ O: ['meshwright'] }, { '2.5.4.5': [serialNumber] }],
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      keys,
      signingAlgorithm: keyPairs.signing,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
        new x509.SubjectAlternativeNameExtension([{ type: 'url', value: `spiffe://${trustDomain}` }]),
        trustDomainConstraint(trustDomain),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return withPrivateKey(
    { root: `${certificate.toString('pem')}\n`, intermediates: '' },
    await keyPairs.exportPrivate(keys),
  );
}
