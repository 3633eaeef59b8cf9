import { webcrypto } from 'node:crypto';
import type { OpenedIssuer } from './opened-issuer.js';
import { randomSerial } from './random-serial.js';
import { x509 } from './x509.js';

/** What a certificate is to say. */
export interface CertificateInput {
  readonly spiffeId: string;
  readonly publicKey: webcrypto.CryptoKey | InstanceType<typeof x509.PublicKey>;
  /** ms since the epoch; whole seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * Signs the certificate of a workload. Returns it with what leads to the root, leaf first, PEM.
 * Source: SPIFFE X.509-SVID, sections 2 to 4 and appendix A.
 */
export async function issueCertificate(
  { issuer, certificate: signer, key, signing }: OpenedIssuer,
  { spiffeId, publicKey, notBefore, notAfter }: CertificateInput,
): Promise<string> {
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const leaf = await x509.X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      issuer: signer.subjectName,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      publicKey,
      signingKey: key,
      signingAlgorithm: signing,
      extensions: [
        // Critical, as there is no subject. RFC 5280, 4.1.2.6.
        new x509.SubjectAlternativeNameExtension([{ type: 'url', value: spiffeId }], true),
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
        await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey, false, webcrypto),
        await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return `${leaf.toString('pem')}\n${issuer.intermediates}`;
}
